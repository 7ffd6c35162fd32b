// The engine as an executor: what it tells of a step, what it refuses, what it holds and for how
// long, and that the same seed gives the same bits.

import { beforeAll, beforeEach, describe, expect, test } from "vitest";

import type { SnnErrorCode } from "../errors.ts";
import { judge } from "../executors/shared.ts";
import { initState } from "../model/init.ts";
import { preset } from "../model/presets.ts";
import type { ModelSpec } from "../model/spec.ts";
import { expectNoProblems, testDevice, watchBuffers } from "../testing/device.ts";
import { oneStep, plainSgd } from "../testing/engine.ts";
import { conv, givenBatch, linear, model, pictures, pool, readout } from "../testing/models.ts";
import { createEngine } from "./engine.ts";

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});
beforeEach(() => {
  expectNoProblems(device);
});

const tiny = (coding: ModelSpec["coding"]): ModelSpec =>
  model(2, [3, 4, 4], [conv(3, 4, 3, "bntt"), pool(2), readout(16, 3)], coding);

function engineWithState(spec: ModelSpec, on = device) {
  const engine = createEngine({ spec, device: on });
  engine.setState(initState(spec, 5));
  return engine;
}

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
  const engine = engineWithState(spec);
  for (let i = 0; i < 8; i++) {
    const { loss, correct, logits } = await engine.trainStep(batch, plainSgd);
    const want = judge(logits, batch.labels);
    expect(loss).toBeCloseTo(want.loss, 5);
    expect(correct).toBe(want.correct);
    if (i === 7) expect(correct).toBeGreaterThan(0);
  }
  engine.dispose();
});

test("the same seed gives the same bits, fifty steps later", async () => {
  const spec = tiny("poisson");
  const images = pictures(spec, 12);
  const run = async () => {
    const engine = engineWithState(spec);
    const losses: number[] = [];
    for (let i = 0; i < 50; i++) {
      const indices = [i % 12, (5 * i) % 12, (7 * i + 3) % 12];
      losses.push((await engine.trainStep({ images, indices, seed: i }, plainSgd)).loss);
    }
    const state = await engine.getState();
    engine.dispose();
    return { losses, bits: new Uint32Array(state.buffer) };
  };
  const first = await run();
  expect(new Set(first.losses).size).toBe(50);
  expect(await run()).toEqual(first);
});

describe("memory", () => {
  test("what the engine counts is what it asked the device for", async () => {
    const own = await testDevice();
    const watched = watchBuffers(own);
    const spec = tiny("poisson");
    const engine = engineWithState(spec, own);
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
    const engine = engineWithState(spec, own);
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

describe("refusals", () => {
  const spec = tiny("direct");
  const images = pictures(spec, 4);
  const batch = { images, indices: [0, 1], seed: 1 };
  const { input, labels } = givenBatch({ ...spec, timesteps: 1 }, 2);
  const floats = { input, labels, repeated: true };
  const refused = (code: SnnErrorCode) => expect.objectContaining({ name: "SnnError", code });

  test("a state of the wrong length, and any work before a state is set", async () => {
    const engine = createEngine({ spec, device });
    expect(() => engine.setState(new Float32Array(3))).toThrow(refused("state/length"));
    for (const work of [
      () => engine.trainStep(batch, plainSgd),
      () => engine.evaluate(batch),
      () => engine.trace(batch),
      () => engine.getState(),
    ]) {
      await expect(work()).rejects.toEqual(refused("state/length"));
    }
    engine.dispose();
  });

  const wrong = {
    "floats of the wrong length": { ...floats, input: floats.input.subarray(1) },
    "pictures of the wrong size": {
      ...batch,
      images: { ...images, pixels: images.pixels.subarray(4) },
    },
    "a place beyond the shard": { ...batch, indices: [0, 4] },
    "a place before the shard": { ...batch, indices: [-1, 0] },
    "no picture": { ...batch, indices: [] },
    "a label beyond the classes": { ...floats, labels: Int32Array.of(0, 3) },
  };

  test.each(Object.entries(wrong))("%s, and the next batch trains", async (_, bad) => {
    const want = await oneStep({ spec, device }, batch);
    const engine = engineWithState(spec);
    await expect(engine.trainStep(bad, plainSgd)).rejects.toEqual(refused("data/batch"));
    expect((await engine.trainStep(batch, plainSgd)).loss).toBe(want.loss);
    expect(await engine.getState()).toEqual(want.state);
    engine.dispose();
  });

  test("in evaluation too, also of a batch that is cut in parts", async () => {
    const engine = engineWithState(spec);
    const many = { ...batch, indices: Array.from({ length: 70 }, (_, i) => i) };
    const long = { ...floats, labels: new Int32Array(70), input: new Float32Array(70 * 48 + 1) };
    for (const bad of [wrong["floats of the wrong length"], many, long]) {
      await expect(engine.evaluate(bad)).rejects.toEqual(refused("data/batch"));
      await expect(engine.trace(bad)).rejects.toEqual(refused("data/batch"));
    }
    engine.dispose();
  });

  test("pictures for a model that takes given input", async () => {
    const engine = engineWithState({ ...spec, coding: "given" });
    await expect(engine.trainStep(batch, plainSgd)).rejects.toEqual(refused("data/batch"));
    engine.dispose();
  });
});

test("a large batch is judged in parts, each picture as it is alone", async () => {
  const spec = tiny("poisson");
  const engine = engineWithState(spec);
  const images = pictures(spec, 150);
  const indices = Array.from({ length: 150 }, (_, i) => 149 - i);
  const together = await engine.evaluate({ images, indices, seed: 4 });
  for (const i of [0, 63, 64, 127, 128, 149]) {
    const alone = await engine.evaluate({ images, indices: [indices[i]!], seed: 4 });
    expect([...together.subarray(3 * i, 3 * i + 3)]).toEqual([...alone]);
  }
  engine.dispose();
});
