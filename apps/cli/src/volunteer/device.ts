// What this machine trains on.

import { cpus, homedir } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

import { cacheFolder } from "@spikefed/datasets";
import type { Device } from "@spikefed/protocol";
import { probeDevice, type DeviceProbe } from "@spikefed/snn-core";
import { prepareNodeGpu, prepareNodeWasm } from "@spikefed/snn-core/node";
import { prepareDevice, type PreparedDevice } from "@spikefed/volunteer";

import { selfTestCases } from "./self-test-cases.ts";
import { readTuningWish, tuningFiles } from "./tuning-files.ts";

export interface MachineOptions {
  /** `executor/backend` or an executor alone; undefined: whatever is fastest here. */
  executor: string | undefined;
  /** `auto`, `plain` or a file. */
  tuning: string;
}

export interface PreparedMachine {
  prepared: PreparedDevice;
  device: Device;
  /** For the person at the terminal. */
  sentence: string;
}

/**
 * @throws {SnnError} `gpu/kernels` for an executor that does not exist.
 * @throws {SpikefedError} `volunteer/option` for a tuning that cannot be used.
 */
export async function prepareMachine(options: MachineOptions): Promise<PreparedMachine> {
  const { executor: wanted } = options;
  const tuning = await readTuningWish(options.tuning);
  prepareNodeWasm();
  const mayUseGpu = wanted === undefined || !/\/(wasm|cpu)$/.test(wanted);
  const hasGpu = mayUseGpu && (await prepareNodeGpu());
  const processor = { kind: "cpu", label: processorLabel() } as const;
  const probe: DeviceProbe = hasGpu ? await probeDevice() : { ...processor, reason: "missing" };
  const machine = { env: process.env, platform: process.platform, home: homedir() };
  const prepared = await prepareDevice({
    ...{ probe, wanted, tuning, loadCases: selfTestCases },
    store: tuningFiles(cacheFolder(machine)),
    now: () => performance.now(),
    rest: (ms) => sleep(ms),
    onProgress: () => undefined, // one line tells it all afterwards
  });
  const { kind, label } = prepared.backend === "webgpu" ? probe : processor;
  return {
    prepared,
    device: deviceOf(prepared, kind, label),
    sentence: sentenceOf(prepared, label),
  };
}

/** What trains where no chip does. */
export const processorLabel = (): string => cpus()[0]?.model.trim() || "processor";

function deviceOf(prepared: PreparedDevice, kind: Device["kind"], label: string): Device {
  const { executor, backend, problem } = prepared;
  const note = problem?.slice(0, 200);
  return {
    ...{ kind, label: label.slice(0, 120), executor: `${executor}/${backend}` },
    ...(note === undefined ? {} : { note }),
  };
}

/** "Training with engine/webgpu (graphics hardware) on M2; self-test passed in 0.8 s, ..." */
export function sentenceOf(prepared: PreparedDevice, label: string): string {
  const { executor, backend, why, selfTestMs, tuning } = prepared;
  const facts = [`Training with ${executor}/${backend} (${why}) on ${label}`];
  if (selfTestMs !== null) facts.push(`self-test passed in ${seconds(selfTestMs)}`);
  if (tuning !== null) {
    const took = tuning.ms === null ? "" : ` in ${seconds(tuning.ms)}`;
    const kernels = {
      measured: `kernels measured${took}`,
      kept: "kernels as measured earlier",
      given: "kernels as given",
      plain: "plain kernels",
    };
    facts.push(kernels[tuning.source]);
  }
  return `${facts.join("; ")}.`;
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
