// Which executor a device runs, and why. A hardware adapter gets the engine; with one made of
// software, what counts is whether the engine or the processor is faster here.

import { SnnError } from "../errors.ts";
import type { DeviceProbe } from "../gpu/probe.ts";
import { initState } from "../model/init.ts";
import { preset } from "../model/presets.ts";
import type { ModelSpec } from "../model/spec.ts";
import { uniformAt } from "../random/counter.ts";
import { createExecutor } from "./create-executor.ts";
import type { BackendName, Batch, ExecutorName } from "./executor.ts";

/** `times`: by how much the faster one of engine and wasm was, where the adapter is software. */
export type ExecutorReason =
  | { kind: "asked" | "hardware" | "no-webgpu" | "no-adapter" | "software-fails" }
  | { kind: "software-faster" | "software-slower"; times: number };

/** Which executor, on what, and the reason. */
export interface ExecutorChoice {
  executor: ExecutorName;
  backend: BackendName;
  reason: ExecutorReason;
  /** The reason as one sentence part for people, in English. */
  why: string;
}

const executors: readonly ExecutorName[] = ["engine", "kernels", "reference"];
const backends: readonly BackendName[] = ["webgpu", "wasm", "cpu"];

/**
 * The executor for a device: by its kind, or by a measurement of one small step where the adapter is
 * software. Spread the answer into `createExecutor`'s options.
 *
 * @param probe What `probeDevice` found.
 * @param wanted `executor/backend` or an executor alone, when a person or a test insists.
 * @param now A clock in milliseconds, for the measurement.
 * @throws {SnnError} `gpu/kernels` for a name that does not exist.
 */
export async function chooseExecutor(
  probe: DeviceProbe,
  options: { wanted?: string | undefined; now: () => number },
): Promise<ExecutorChoice> {
  const { wanted, now } = options;
  if (wanted === undefined) return fastest(probe, now);
  const { executor, backend } = readName(wanted);
  const asked = because({ kind: "asked" });
  if (backend !== null) return { executor, backend, ...asked };
  if (executor === "engine") return { executor, backend: "webgpu", ...asked };
  return { ...(await fastest(probe, now, "kernels")), executor };
}

/** @throws {SnnError} `gpu/kernels` */
function readName(name: string): { executor: ExecutorName; backend: BackendName | null } {
  const [first, second, ...rest] = name.split("/");
  const executor = executors.find((known) => known === first);
  const backend = backends.find((known) => known === second) ?? null;
  const names = executors.flatMap((known) =>
    backends.filter((on) => known !== "engine" || on === "webgpu").map((on) => `${known}/${on}`),
  );
  if (executor && rest.length === 0 && (second === undefined || names.includes(name))) {
    return { executor, backend };
  }
  throw new SnnError(
    "gpu/kernels",
    `there is no executor "${name}"; there are ${names.join(", ")}`,
  );
}

/** @param own What runs on webgpu. */
async function fastest(
  probe: DeviceProbe,
  now: () => number,
  own: "engine" | "kernels" = "engine",
): Promise<ExecutorChoice> {
  const graphics = { executor: own, backend: "webgpu" } as const;
  const processor = { executor: "kernels", backend: "wasm" } as const;
  if (probe.kind === "gpu") return { ...graphics, ...because({ kind: "hardware" }) };
  if (probe.kind === "cpu") {
    const kind = probe.reason === "no-adapter" ? "no-adapter" : "no-webgpu";
    return { ...processor, ...because({ kind }) };
  }
  const gpuMs = await stepTime(graphics, now);
  const wasmMs = await stepTime(processor, now);
  if (gpuMs === Infinity) return { ...processor, ...because({ kind: "software-fails" }) };
  const times = Math.max(gpuMs, wasmMs) / Math.min(gpuMs, wasmMs);
  return gpuMs < wasmMs
    ? { ...graphics, ...because({ kind: "software-faster", times }) }
    : { ...processor, ...because({ kind: "software-slower", times }) };
}

function because(reason: ExecutorReason): Pick<ExecutorChoice, "reason" | "why"> {
  return { reason, why: whyOf(reason) };
}

function whyOf(reason: ExecutorReason): string {
  switch (reason.kind) {
    case "asked":
      return "asked for";
    case "hardware":
      return "graphics hardware";
    case "no-webgpu":
      return "no WebGPU here: the processor trains";
    case "no-adapter":
      return "no graphics adapter to use here: the processor trains";
    case "software-fails":
      return "software graphics that fails: wasm trains";
    case "software-faster":
      return `software graphics, ${reason.times.toFixed(1)} times faster than wasm here`;
    case "software-slower":
      return `software graphics: wasm is ${reason.times.toFixed(1)} times faster here`;
  }
}

/** Small enough that a software adapter compiles its kernels in seconds. */
const trial: ModelSpec = {
  ...preset("s4", 10),
  name: "trial",
  input: [16, 16, 16],
  blocks: [
    { type: "conv", in: 16, out: 16, kernel: 3, norm: "bntt", activation: "lif" },
    { type: "readout", in: 4096, out: 10 },
  ],
};

/** Steps that are timed: the fastest counts, since one may be disturbed. */
const TIMINGS = 3;

/** Milliseconds of one small training step, compilation left out; infinite when it fails. */
async function stepTime(
  on: { executor: ExecutorName; backend: BackendName },
  now: () => number,
): Promise<number> {
  try {
    const executor = await createExecutor({ spec: trial, ...on });
    try {
      executor.setState(initState(trial, 1));
      const batch = noise(16);
      const optimizer = { kind: "sgd", learningRate: 0.01, momentum: 0, weightDecay: 0 } as const;
      await executor.trainStep(batch, optimizer);
      let best = Infinity;
      for (let i = 0; i < TIMINGS; i++) {
        const start = now();
        await executor.trainStep(batch, optimizer);
        best = Math.min(best, now() - start);
      }
      return best;
    } finally {
      executor.dispose();
    }
  } catch {
    return Infinity; // this backend does not work here; the other one is taken
  }
}

/** Other values at each step, as inside of a net: convolutions are what training takes its time for. */
function noise(count: number): Batch {
  const length = trial.timesteps * count * 4096;
  const input = Float32Array.from({ length }, (_, i) => 2 * uniformAt(7, i) - 1);
  return { input, repeated: false, labels: Int32Array.from({ length: count }, (_, i) => i % 10) };
}
