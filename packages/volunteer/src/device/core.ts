// What preparing a device needs of snn-core; tests hand in devices that compute wrongly.

import {
  activateBackend,
  chooseExecutor,
  createExecutor,
  gpuDevice,
  plainTuning,
  readTuning,
  tuneEngine,
  type BackendName,
  type DeviceProbe,
  type Executor,
  type ExecutorChoice,
  type ExecutorName,
  type ModelSpec,
  type RuleKind,
  type Tuning,
  type TuningReport,
} from "@spikefed/snn-core";

/** Kernels compiled so far, of those that the next step needs. */
export type OnCompile = (done: number, total: number) => void;

export interface DeviceCore {
  plainTuning: Tuning;
  chooseExecutor: (
    probe: DeviceProbe,
    options: { wanted: string | undefined; now: () => number },
  ) => Promise<ExecutorChoice>;
  createExecutor: (options: {
    spec: ModelSpec;
    executor: ExecutorName;
    backend: BackendName;
    rule?: RuleKind | undefined;
    tuning?: Tuning | undefined;
    onCompile?: OnCompile | undefined;
  }) => Promise<Executor>;
  /** Measures the kernel variants on the device that will train. */
  tune: (adapter: string, now: () => number) => Promise<TuningReport>;
  readTuning: (value: unknown, adapter: string) => TuningReport | null;
}

export const snnCore: DeviceCore = {
  ...{ plainTuning, chooseExecutor, createExecutor, readTuning },
  tune: async (adapter, now) => {
    await activateBackend("webgpu");
    return tuneEngine({ device: gpuDevice(), adapter, now });
  },
};
