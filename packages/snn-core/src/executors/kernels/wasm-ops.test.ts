// The same step on WebAssembly kernels and on typed arrays, for models that reach every branch:
// channels that fit four at once and not, lists and dense maps, one input for all steps or not.

import { beforeAll, describe, expect, test } from "vitest";

import { activateBackend } from "../../gpu/backend.ts";
import { initState } from "../../model/init.ts";
import { stateLayout } from "../../model/layout.ts";
import { preset } from "../../model/presets.ts";
import type { Activation, Block, ModelSpec, Norm } from "../../model/spec.ts";
import { noise, relativeError } from "../../testing/gpu.ts";
import type { EncodedBatch, Executor } from "../../train/executor.ts";
import { createKernelExecutor } from "./executor.ts";

beforeAll(async () => {
  await activateBackend("cpu");
  await activateBackend("wasm");
});

const sgd = { kind: "sgd", learningRate: 0.1, momentum: 0.9, weightDecay: 1e-4 } as const;

const conv = (from: number, out: number, kernel: number, norm: Norm): Block => ({
  ...{ type: "conv", in: from, out, kernel, norm, activation: "lif" },
});
const linear = (from: number, out: number, activation: Activation = "lif"): Block => ({
  ...{ type: "linear", in: from, out, norm: "bntt", activation },
});
const pool: Block = { type: "avgpool", size: 2 };
const readout = (from: number): Block => ({ type: "readout", in: from, out: 5 });

const models: [string, number, boolean, readonly [number, number, number], Block[]][] = [
  [
    "pictures, the same at each step",
    4,
    true,
    [3, 10, 10],
    [conv(3, 8, 3, "bntt"), conv(8, 36, 3, "bntt"), pool, conv(36, 4, 3, "bntt"), readout(100)],
  ],
  [
    "an input for each step, one norm, an even filter",
    6,
    false,
    [2, 7, 9],
    [conv(2, 4, 3, "bn"), pool, conv(4, 8, 2, "bn"), readout(96)],
  ],
  [
    "channels that are no multiple of four",
    5,
    true,
    [3, 6, 6],
    [conv(3, 8, 3, "bntt"), conv(8, 6, 3, "bntt"), conv(6, 12, 3, null), readout(432)],
  ],
  [
    "more steps than a word has bits",
    40,
    true,
    [1, 5, 5],
    [conv(1, 4, 3, "bntt"), pool, linear(16, 8), readout(8)],
  ],
  [
    "pooling and layers without convolution first",
    3,
    true,
    [4, 8, 8],
    [pool, linear(64, 12), readout(12)],
  ],
];

async function stepOn(executor: Executor, batch: EncodedBatch) {
  executor.setState(initState(executor.spec, 3));
  const result = await executor.trainStep(batch, sgd);
  const gradient = await executor.lastGradient();
  const state = await executor.getState();
  const evaluated = await executor.evaluate(batch);
  executor.dispose();
  return { result, gradient, state, evaluated };
}

describe.each(models)("%s, T = %i", (name, timesteps, repeated, input, blocks) => {
  test("wasm and typed arrays give the same step", async () => {
    const spec: ModelSpec = { ...preset("s4", 5), name, timesteps, input, blocks };
    const [count, size] = [3, input[0] * input[1] * input[2]];
    const values = noise((repeated ? 1 : timesteps) * count * size, 5, -2, 2);
    const batch = { input: values, repeated, labels: Int32Array.of(0, 3, 4) };
    const want = await stepOn(createKernelExecutor(spec, "cpu"), batch);
    const got = await stepOn(createKernelExecutor(spec, "wasm"), batch);
    expect(got.result.spikes).toEqual(want.result.spikes);
    expect(relativeError(got.result.logits, want.result.logits)).toBeLessThan(1e-4);
    for (const { offset, length, name: tensor } of stateLayout(spec).entries) {
      const part = (flat: Float32Array) => flat.subarray(offset, offset + length);
      expect(relativeError(part(got.state), part(want.state)), tensor).toBeLessThan(1e-4);
      if (offset >= got.gradient.length) continue;
      expect(relativeError(part(got.gradient), part(want.gradient)), tensor).toBeLessThan(1e-4);
    }
    expect(relativeError(got.evaluated, want.evaluated)).toBeLessThan(1e-4);
  });
});
