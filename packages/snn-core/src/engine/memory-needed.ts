// What a training step needs on a GPU, asked before anything is made. Pure.

import type { ModelSpec } from "../model/spec.ts";
import { deviceLayout } from "./parameters.ts";
import type { MemoryLimits } from "./plan/memory.ts";
import { networkOf } from "./plan/network.ts";
import { plainTuning, type Tuning } from "./plan/tuning.ts";
import { planStep } from "./trainer.ts";

/** A model and a batch, and the device that they are for. */
export interface MemoryQuestion {
  spec: ModelSpec;
  /** Pictures of a step. */
  batch: number;
  /** A device's or an adapter's `limits`. */
  limits: MemoryLimits;
  /** Default: the plain variants. */
  tuning?: Tuning;
  /** Bytes that the step may take; default: the least, and a share more where it saves work. */
  memoryBudget?: number;
}

/** In bytes; the shard's own (3,072 a picture) come on top, and Adam's second moments. */
export interface MemoryNeed {
  /** All buffers of a step together. */
  bytes: number;
  largestBuffer: number;
  /** What one buffer may have. */
  largestAllowed: number;
  dispatches: number;
}

/**
 * What a training step will take on a device with these limits.
 *
 * @throws {SnnError} `gpu/memory` when the batch does not fit: with what it needs, what is allowed
 *   and the largest batch that fits.
 */
export function memoryNeeded(question: MemoryQuestion): MemoryNeed {
  const { spec, batch, limits, tuning = plainTuning, memoryBudget } = question;
  const network = networkOf(spec, spec.coding);
  const world = { layout: deviceLayout(network), tuning, memoryBudget };
  const { plan, steps } = planStep(world, network, batch, limits);
  return {
    bytes: plan.bytes,
    largestBuffer: Math.max(...plan.buffers.values()),
    largestAllowed: Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize),
    dispatches: steps.length + 1,
  };
}
