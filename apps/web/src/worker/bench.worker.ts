// The benchmark's worker: it owns the graphics device while it measures, so that the page stays
// free to draw and can end it at any moment.

import { probeDevice } from "@spikefed/snn-core/probe";
import { type Clock, runBench } from "@spikefed/snn-core/bench";
import { runProblem } from "../state/bench-problem.ts";
import { setWasmFiles } from "@spikefed/snn-core";
import type { BenchMessage, BenchMode } from "../state/bench-run.ts";
import { wasmFiles } from "./wasm-files.ts";

const say = (message: BenchMessage) => self.postMessage(message);

/** Browsers tell no processor time. */
const clock: Clock = { wall: () => performance.now(), cpu: null };

self.onmessage = ({ data }: MessageEvent<BenchMode>) => {
  measure(data).then(
    () => say({ type: "done" }),
    (error: unknown) => say({ type: "failed", problem: runProblem(error) }),
  );
};

async function measure(mode: BenchMode): Promise<void> {
  setWasmFiles(wasmFiles);
  const { kind, label } = await probeDevice();
  await runBench({
    adapter: label,
    isSoftware: kind === "software-gpu",
    quick: mode !== "full",
    isCheckOnly: mode === "check",
    clock,
    say: (event) => say({ type: "event", event }),
  });
}
