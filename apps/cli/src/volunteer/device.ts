// What this machine trains on.

import { cpus } from "node:os";

import type { Device } from "@spikefed/protocol";
import {
  chooseExecutor,
  probeDevice,
  type DeviceProbe,
  type ExecutorChoice,
} from "@spikefed/snn-core";
import { prepareNodeGpu, prepareNodeWasm } from "@spikefed/snn-core/node";

export interface PreparedDevice {
  choice: ExecutorChoice;
  device: Device;
  /** For the person at the terminal. */
  sentence: string;
}

/**
 * @param wanted `executor/backend` or an executor alone; undefined: whatever is fastest here.
 * @throws {SnnError} `gpu/kernels` for a name that does not exist.
 */
export async function prepareDevice(wanted: string | undefined): Promise<PreparedDevice> {
  prepareNodeWasm();
  const mayUseGpu = wanted === undefined || !/\/(wasm|cpu)$/.test(wanted);
  const hasGpu = mayUseGpu && (await prepareNodeGpu());
  const processor = { kind: "cpu", label: cpus()[0]?.model.trim() || "processor" } as const;
  const probe: DeviceProbe = hasGpu ? await probeDevice() : { ...processor, reason: "missing" };
  const choice = await chooseExecutor(probe, { wanted, now: () => performance.now() });
  const name = `${choice.executor}/${choice.backend}`;
  const { kind, label } = choice.backend === "webgpu" ? probe : processor;
  return {
    choice,
    device: { kind, label: label.slice(0, 120), executor: name },
    sentence: `Training with ${name} (${choice.why}) on ${label}.`,
  };
}
