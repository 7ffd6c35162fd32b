// The engine as an executor: what it tells of a step, what it holds and for how long, and that the
// same seed gives the same bits.

import { beforeAll, beforeEach, describe, expect, test } from "vitest";

import { judge } from "../train/judge.ts";
import { preset } from "../model/presets.ts";
import { expectNoProblems, testDevice, watchBuffers } from "../testing/device.ts";
import {
  engineWithState,
  expectSameStep,
  fiftySteps,
  oneStep,
  plainSgd,
  threeLayers,
  tiny,
} from "../testing/engine.ts";
import { givenBatch, linear, model, pictures, readout } from "../testing/models.ts";
import { plainTuning } from "./plan/tuning.ts";

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});
beforeEach(() => {
  expectNoProblems(device);
});

test("a device that nobody asked for more trains s5 with a batch of 32", async () => {
  const spec = preset("s5", 10);
  const plain = await testDevice();
  expectNoProblems(plain);
  expect(plain.limits.maxStorageBuffersPerShaderStage).toBe(8);
  expect(plain.limits.maxStorageBufferBindingSize).toBe(128 * 2 ** 20);
  expect(plain.limits.maxComputeInvocationsPerWorkgroup).toBe(256);
  const images = pictures(spec, 32);
  const indices = Array.from({ length: 32 }, (_, i) => i);
  const step = await oneStep({ spec, device: plain }, { images, indices, seed: 1 });
  expect(step.loss).toBeGreaterThan(0);
  expect(step.gradient.every(Number.isFinite)).toBe(true);
  expect(step.state.every(Number.isFinite)).toBe(true);
  expect(step.usage.dispatches).toBeLessThanOrEqual(120);
  plain.destroy();
});

test("loss and right answers are those of the logits", async () => {
  const spec = model(3, [3, 4, 4], [linear(48, 9, null), readout(9, 100)]);
  const batch = givenBatch(spec, 70);
  const engine = engineWithState({ spec, device });
  for (let i = 0; i < 8; i++) {
    const { loss, correct, logits } = await engine.trainStep(batch, plainSgd);
    const want = judge(logits, batch.labels);
    expect(loss).toBeCloseTo(want.loss, 5);
    expect(correct).toBe(want.correct);
    if (i === 7) expect(correct).toBeGreaterThan(0);
  }
  engine.dispose();
});

test.for([
  ["a tiny net", tiny("poisson"), 3],
  ["three hidden layers", threeLayers, 8],
] as const)("the same seed gives %s the same bits, fifty steps later", async ([, spec, batch]) => {
  const first = await fiftySteps({ spec, device }, batch);
  expect(new Set(first.losses).size).toBe(50);
  expect(await fiftySteps({ spec, device }, batch)).toEqual(first);
});

describe("memory", () => {
  test("what the engine counts is what it asked the device for", async () => {
    const own = await testDevice();
    const watched = watchBuffers(own);
    const spec = tiny("poisson");
    const engine = engineWithState({ spec, device: own });
    const batch = { images: pictures(spec, 5), indices: [1, 4], seed: 2 };
    expect(engine.usage().bytes).toBe(watched.bytes);
    await engine.trainStep(batch, plainSgd);
    await engine.trainStep(batch, { ...plainSgd, proximalMu: 0.1 });
    await engine.evaluate(batch);
    expect(engine.usage().bytes).toBe(watched.bytes);
    expect(engine.usage().peakBytes).toBeGreaterThan(watched.bytes);
    engine.dispose();
    expect(engine.usage().bytes).toBe(0);
    expect(watched).toMatchObject({ bytes: 0, destroyed: watched.created });
    own.destroy();
  });

  test("two hundred steps, evaluations and traces, batches and shards in turn: nothing grows", async () => {
    const own = await testDevice();
    const watched = watchBuffers(own);
    const spec = tiny("direct");
    const engine = engineWithState({ spec, device: own });
    const shards = [3, 5, 8].map((count, i) => pictures(spec, count, i));
    const seen = new Set<string>();
    for (let i = 0; i < 200; i++) {
      const images = shards[Math.floor(i / 4) % 3]!;
      const batch = { images, indices: [0, 2, 1].slice(0, 1 + (i % 3)), seed: i };
      await engine.trainStep(batch, plainSgd);
      if (i % 5 === 0) await engine.evaluate(batch);
      if (i % 6 === 1) await engine.trace(batch);
      if (i % 50 === 0) engine.setState(await engine.getState());
      if (i % 60 !== 59) continue;
      const { bytes } = engine.usage();
      expect(bytes).toBe(watched.bytes);
      seen.add(`${bytes} bytes in ${watched.created - watched.destroyed} buffers`);
    }
    expect([...seen]).toHaveLength(1);
    engine.dispose();
    own.destroy();
  });
});

test("a shard that no buffer can hold is encoded on the processor, to the same step", async () => {
  const spec = tiny("poisson");
  const images = pictures(spec, 600);
  const batch = { images, indices: [599, 7, 300], seed: 4 };
  const own = await testDevice();
  const watched = watchBuffers(own);
  const limits = { maxStorageBufferBindingSize: 20_000, maxBufferSize: 20_000 };
  const weightGradientFew = { ...plainTuning.weightGradientFew, threads: 1 };
  const tuning = { ...plainTuning, weightGradientFew };
  const got = await oneStep({ spec, device: own, limits, tuning }, batch);
  expectSameStep(got, await oneStep({ spec, device, tuning }, batch));
  expect(watched.largest).toBeLessThanOrEqual(20_000);
  own.destroy();
});

test("a large batch is judged in parts, each picture as it is alone", async () => {
  const spec = tiny("poisson");
  const engine = engineWithState({ spec, device });
  const images = pictures(spec, 150);
  const indices = Array.from({ length: 150 }, (_, i) => 149 - i);
  const together = await engine.evaluate({ images, indices, seed: 4 });
  for (const i of [0, 63, 64, 127, 128, 149]) {
    const alone = await engine.evaluate({ images, indices: [indices[i]!], seed: 4 });
    expect([...together.subarray(3 * i, 3 * i + 3)]).toEqual([...alone]);
  }
  engine.dispose();
});
