// What the engine refuses, and that it goes on as if nothing had been asked.

import { beforeAll, beforeEach, expect, test } from "vitest";

import type { SnnErrorCode } from "../errors.ts";
import { expectNoProblems, testDevice } from "../testing/device.ts";
import { engineWithState, oneStep, plainSgd, tiny } from "../testing/engine.ts";
import { givenBatch, pictures } from "../testing/models.ts";
import { createEngine } from "./engine.ts";

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});
beforeEach(() => {
  expectNoProblems(device);
});

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
  const engine = engineWithState({ spec, device });
  await expect(engine.trainStep(bad, plainSgd)).rejects.toEqual(refused("data/batch"));
  expect((await engine.trainStep(batch, plainSgd)).loss).toBe(want.loss);
  expect(await engine.getState()).toEqual(want.state);
  engine.dispose();
});

test("in evaluation too, also of a batch that is cut in parts", async () => {
  const engine = engineWithState({ spec, device });
  const many = { ...batch, indices: Array.from({ length: 70 }, (_, i) => i) };
  const long = { ...floats, labels: new Int32Array(70), input: new Float32Array(70 * 48 + 1) };
  for (const bad of [wrong["floats of the wrong length"], many, long]) {
    await expect(engine.evaluate(bad)).rejects.toEqual(refused("data/batch"));
    await expect(engine.trace(bad)).rejects.toEqual(refused("data/batch"));
  }
  engine.dispose();
});

test("pictures for a model that takes given input", async () => {
  const engine = engineWithState({ spec: { ...spec, coding: "given" }, device });
  await expect(engine.trainStep(batch, plainSgd)).rejects.toEqual(refused("data/batch"));
  engine.dispose();
});
