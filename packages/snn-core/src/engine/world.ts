// What the parts of one engine share.

import type { ModelSpec } from "../model/spec.ts";
import type { EngineGpu } from "./device/gpu.ts";
import type { DeviceLayout } from "./parameters.ts";
import type { MemoryLimits } from "./plan/memory.ts";
import type { Tuning } from "./plan/tuning.ts";
import type { Shards } from "./shards.ts";

export interface EngineWorld {
  gpu: EngineGpu;
  spec: ModelSpec;
  layout: DeviceLayout;
  tuning: Tuning;
  /** Buffers of the model: parameters, gradients, momentum, running. */
  shared: ReadonlyMap<string, GPUBuffer>;
  shards: Shards;
  memoryBudget?: number | undefined;
  limits?: MemoryLimits | undefined;
  onCompile?: ((done: number, total: number) => void) | undefined;
}
