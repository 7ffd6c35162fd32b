// The two kinds of work on a batch that are timed as a whole: a training step, and the judging of as
// many pictures.

import { deviceLayout } from "../engine/parameters.ts";
import { networkOf } from "../engine/plan/network.ts";
import type { Tuning } from "../engine/plan/tuning.ts";
import { evaluationProgram } from "../engine/program/evaluation.ts";
import type { Engine } from "../engine/engine.ts";
import { featureShapes } from "../model/shapes.ts";
import type { ModelSpec, SgdOptions } from "../model/spec.ts";
import type { Executor, PickedBatch } from "../train/executor.ts";

export interface StepTask {
  run: (executor: Executor, batch: PickedBatch) => Promise<unknown>;
  /** Useful floating-point operations. */
  flops: (spec: ModelSpec, batch: number) => number;
  /** Dispatches of one run on an engine that has run it. */
  dispatches: (engine: Engine, batch: number, tuning: Tuning) => number;
}

export const trainingOptions: SgdOptions = {
  kind: "sgd",
  learningRate: 0.05,
  momentum: 0.9,
  weightDecay: 1e-4,
};

export const training: StepTask = {
  run: (executor, batch) => executor.trainStep(batch, trainingOptions),
  flops: stepFlops,
  dispatches: (engine) => engine.usage().dispatches,
};

/** With the running statistics; at most as many pictures as the engine judges at once. */
export const evaluation: StepTask = {
  run: (executor, batch) => executor.evaluate(batch),
  flops: forwardFlops,
  dispatches({ spec }, batch, tuning) {
    const network = networkOf(spec, spec.coding);
    return evaluationProgram(network, deviceLayout(network), batch, tuning).steps.length;
  },
};

/** Of a training step: forward, both gradients. Pictures need none. */
export function stepFlops(spec: ModelSpec, batch: number): number {
  return sumOf(spec, batch, (isFirst) => (isFirst ? 2 : 3));
}

function forwardFlops(spec: ModelSpec, batch: number): number {
  return sumOf(spec, batch, () => 1);
}

function sumOf(spec: ModelSpec, batch: number, ways: (isFirst: boolean) => number): number {
  const shapes = featureShapes(spec);
  let isFirst = true;
  let sum = 0;
  for (const [index, block] of spec.blocks.entries()) {
    if (block.type === "avgpool") continue;
    const { h, w } = shapes[index + 1]!;
    const area = block.type === "conv" ? block.kernel ** 2 * h * w : 1;
    // A picture that repeats is convolved once; a readout works on the mean over time.
    const isOnce = (isFirst && spec.coding === "direct") || block.type === "readout";
    const steps = isOnce ? 1 : spec.timesteps;
    sum += 2 * area * block.in * block.out * steps * ways(isFirst) * batch;
    isFirst = false;
  }
  return sum;
}
