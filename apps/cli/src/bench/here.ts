// The child's side of `bench`: one adapter, one JSON line an event. The driver was chosen before
// this process started.

import { activateBackend, probeDevice } from "@spikefed/snn-core";
import { type Clock, runBench } from "@spikefed/snn-core/bench";
import { prepareNodeGpu, prepareNodeWasm } from "@spikefed/snn-core/node";

export type Mode = "full" | "quick" | "check";

const clock: Clock = {
  wall: () => performance.now(),
  cpu: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
};

export async function benchHere(mode: Mode): Promise<void> {
  prepareNodeWasm();
  if (!(await prepareNodeGpu())) throw new Error("there is no WebGPU adapter");
  const { kind, label } = await probeDevice();
  await activateBackend("webgpu");
  await runBench({
    adapter: label,
    isSoftware: kind === "software-gpu",
    quick: mode !== "full",
    isCheckOnly: mode === "check",
    clock,
    say: (event) => process.stdout.write(`${JSON.stringify(event)}\n`),
  });
}
