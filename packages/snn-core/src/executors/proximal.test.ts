// FedProx's pull on the executors of the fallback; the engine's is in `engine/optimizer.gpu.test.ts`.

import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";

import { prepareNodeWasm } from "../gpu/node.ts";
import { initState } from "../model/init.ts";
import { preset } from "../model/presets.ts";
import type { SgdOptions } from "../model/spec.ts";
import { createExecutor } from "../train/create-executor.ts";
import type { Batch, Executor } from "../train/executor.ts";

/** The readout of s4 alone: parameters without a norm, so a step is quick. */
const spec = {
  ...preset("s4", 10),
  blocks: preset("s4", 10).blocks.slice(-1),
  input: [64, 4, 4] as const,
  coding: "given" as const,
};
const sgd = { kind: "sgd", learningRate: 0.1, momentum: 0.9, weightDecay: 0.01 } as const;

function batchOf(step: number): Batch {
  const input = Float32Array.from({ length: 2048 }, (_, i) => ((i * 7 + step * 13) % 11) / 10);
  return { input, repeated: true, labels: Int32Array.of(step % 10, 3) };
}

const farthest = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

/** The update by its formula, fed with the gradient that the executor itself found. */
async function expectSteps(executor: Executor, start: Float32Array, options: SgdOptions) {
  const { learningRate, momentum, weightDecay, proximalMu = 0 } = options;
  const velocity = new Float64Array(start.length);
  executor.setState(start);
  for (let step = 0; step < 4; step++) {
    const before = await executor.getState();
    await executor.trainStep(batchOf(step), options);
    const gradient = await executor.lastGradient();
    const want = before.map((p, i) => {
      const pull = gradient[i]! + weightDecay * p + proximalMu * (p - start[i]!);
      velocity[i] = momentum * velocity[i]! + pull;
      return p - learningRate * velocity[i];
    });
    const after = await executor.getState();
    expect(farthest(after, want)).toBeLessThan(2e-6);
    expect(farthest(after, before)).toBeGreaterThan(1e-3);
  }
}

beforeAll(prepareNodeWasm);

const places = [
  ["kernels", "cpu"],
  ["kernels", "wasm"],
  ["reference", "cpu"],
  ["reference", "wasm"],
] as const;

test.each(places)("%s on %s pulls towards the state that was set last", async (name, backend) => {
  const executor = await createExecutor({ spec, executor: name, backend });
  await expectSteps(executor, initState(spec, 1), { ...sgd, proximalMu: 2 });
  await expectSteps(executor, initState(spec, 2), { ...sgd, proximalMu: 0.5 });
  executor.dispose();
});

test.each(places)(
  "%s on %s: by hand, a pull of 1 / learningRate undoes what the steps before did",
  async (name, backend) => {
    const executor = await createExecutor({ spec, executor: name, backend });
    const start = initState(spec, 1);
    const options = { ...sgd, momentum: 0, weightDecay: 0, proximalMu: 10 };
    executor.setState(start);
    for (let step = 0; step < 3; step++) await executor.trainStep(batchOf(step), options);
    const last = await executor.lastGradient();
    const state = await executor.getState();
    const want = start.map((p, i) => p - 0.1 * last[i]!);
    expect(farthest(state, want)).toBeLessThan(1e-6);
    executor.dispose();
  },
);

test.each(places)("%s on %s frees what the pull needs", async (name, backend) => {
  const executor = await createExecutor({ spec, executor: name, backend });
  const before = tf.memory().numTensors;
  for (let round = 0; round < 3; round++) {
    executor.setState(initState(spec, round));
    for (const step of [0, 1]) await executor.trainStep(batchOf(step), { ...sgd, proximalMu: 1 });
    expect(tf.memory().numTensors).toBe(before + 5);
  }
  executor.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
