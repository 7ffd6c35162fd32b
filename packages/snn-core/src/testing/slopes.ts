// An executor's gradient against nothing but its own loss: central differences.

import { expect } from "vitest";

import { initState } from "../model/init.ts";
import { stateLayout } from "../model/layout.ts";
import { judge } from "../train/judge.ts";
import type { EncodedBatch, Executor } from "../train/executor.ts";

const still = { kind: "sgd", learningRate: 0, momentum: 0, weightDecay: 0 } as const;

/** Loss in double precision from the logits of a training pass. */
async function lossAt(
  executor: Executor,
  state: Float32Array,
  batch: EncodedBatch,
): Promise<number> {
  executor.setState(state);
  return judge((await executor.trainStep(batch, still)).logits, batch.labels).loss;
}

/** Slope of the loss along `direction`, a unit vector over part of the parameters. */
async function slope(
  executor: Executor,
  start: Float32Array,
  batch: EncodedBatch,
  { offset, direction, step }: { offset: number; direction: Float64Array; step: number },
): Promise<number> {
  const moved = (sign: number) => {
    const state = start.slice();
    direction.forEach((d, i) => (state[offset + i]! += sign * step * d));
    return state;
  };
  const ahead = await lossAt(executor, moved(1), batch);
  return (ahead - (await lossAt(executor, moved(-1), batch))) / (2 * step);
}

/**
 * Along the gradient of each tensor the slope is its length; along its largest value, that. From the
 * state of seed 5; disposes of the executor.
 *
 * @param isSmooth Tensors on which the loss depends smoothly.
 */
export async function expectSlopes(
  executor: Executor,
  batch: EncodedBatch,
  isSmooth: (name: string) => boolean,
): Promise<void> {
  const start = initState(executor.spec, 5);
  await lossAt(executor, start, batch);
  const gradient = await executor.lastGradient();
  for (const { name, offset, length } of stateLayout(executor.spec).entries) {
    if (offset >= gradient.length || !isSmooth(name)) continue;
    const own = Float64Array.from(gradient.subarray(offset, offset + length));
    const size = Math.hypot(...own);
    expect(size, name).toBeGreaterThan(1e-3);
    const largest = own.reduce((best, g, i) => (Math.abs(g) > Math.abs(own[best]!) ? i : best), 0);
    const directions = [own.map((g) => g / size), own.map((_, i) => (i === largest ? 1 : 0))];
    for (const [i, direction] of directions.entries()) {
      const got = await slope(executor, start, batch, { offset, direction, step: 2e-3 });
      const want = i === 0 ? size : own[largest]!;
      expect(Math.abs(got - want) / Math.abs(want), `${name} ${i}`).toBeLessThan(0.02);
    }
  }
  executor.dispose();
}
