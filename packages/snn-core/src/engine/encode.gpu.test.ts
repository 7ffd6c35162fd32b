// Encoding on the GPU against `data/encode.ts`: the same bits, in the engine's order.

import { beforeAll, expect, test } from "vitest";

import { fieldsOf } from "../bench/inputs.ts";
import { encodeBatch } from "../data/encode.ts";
import type { ModelSpec } from "../model/spec.ts";
import { testDevice } from "../testing/device.ts";
import { model, pictures, pool, readout } from "../testing/models.ts";
import type { PickedBatch } from "../train/executor.ts";
import { denseInput, jobOf } from "./batch.ts";
import { EngineGpu, submit, whole } from "./device/gpu.ts";
import { type Network, networkOf } from "./plan/network.ts";
import { loadProgram } from "./program/loaded.ts";
import { encodeStep } from "./program/training.ts";

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});

const spec = (
  coding: "direct" | "poisson",
  timesteps: number,
  input: [number, number, number],
  window: number,
): ModelSpec => {
  const [c, h, w] = input;
  const from = c * Math.floor(h / window) * Math.floor(w / window);
  const blocks = [...(window > 1 ? [pool(window)] : []), readout(from, 3)];
  return model(timesteps, input, blocks, coding);
};

/** The input buffer after the encode dispatch alone. */
async function encodedOnGpu(network: Network, batch: PickedBatch): Promise<ArrayBuffer> {
  const gpu = new EngineGpu(device);
  const { source } = network;
  const cells = batch.indices.length * source.out.height * source.out.width * source.out.channels;
  const words = source.form.kind === "packed" ? source.form.words : source.form.steps;
  const { pixels } = batch.images;
  const bytes = new Uint8Array(4 * Math.ceil(pixels.length / 4));
  bytes.set(pixels);
  const program = await loadProgram(gpu, {
    steps: [encodeStep(network, batch.indices.length)],
    buffers: new Map([
      ["pixels", bytes.length],
      ["job", 4 + 8 * batch.indices.length],
      ["input", 4 * words * cells],
    ]),
    shared: new Map(),
  });
  const job = jobOf(batch, new Int32Array(batch.indices.length), batch.indices.length);
  device.queue.writeBuffer(program.buffer("pixels"), 0, bytes);
  device.queue.writeBuffer(program.buffer("job"), 0, job);
  submit(device, program.dispatches);
  const result = await gpu.readBack([whole(program.buffer("input"))]);
  gpu.dispose();
  return result.slice(0, 4 * words * cells);
}

/** Packed words to `[T, cells]` f32. */
function fields({ source, timesteps }: Network, words: Uint32Array): Float32Array {
  if (source.form.kind !== "packed") throw new Error("only words have fields");
  return fieldsOf(words, source.form, timesteps);
}

/** Both encodings of one batch, bit by bit. */
async function bothWays(one: ModelSpec, images = pictures(one, 7)) {
  const batch = { images, indices: [6, 0, 3], seed: 0xdecade };
  const network = networkOf(one, one.coding === "given" ? "given" : one.coding);
  const words = await encodedOnGpu(network, batch);
  const isPacked = network.source.form.kind === "packed";
  const got = isPacked ? fields(network, new Uint32Array(words)) : new Float32Array(words);
  const onCpu = encodeBatch(one, images, batch.indices, batch.seed);
  return { got, want: denseInput(network, onCpu, batch.indices.length) };
}

test("every byte becomes the very float that data/encode.ts makes of it", async () => {
  const one = spec("direct", 4, [1, 16, 16], 1);
  const images = { ...pictures(one, 7), pixels: Uint8Array.from({ length: 7 * 256 }, (_, i) => i) };
  const { got, want } = await bothWays(one, images);
  expect(new Uint32Array(got.buffer)).toEqual(new Uint32Array(want.buffer));
});

test.each([
  ["direct", 4, [3, 6, 5], 1],
  ["direct", 4, [3, 7, 9], 2],
  ["poisson", 1, [3, 6, 5], 1],
  ["poisson", 20, [3, 6, 5], 1],
  ["poisson", 33, [5, 3, 3], 1],
  ["poisson", 20, [3, 7, 9], 2],
  ["poisson", 20, [3, 9, 8], 4],
] as const)(
  "%s coding, T = %i, pictures of %j, windows of %i",
  async (coding, T, input, window) => {
    const { got, want } = await bothWays(spec(coding, T, [...input], window));
    expect(want.some((value) => value !== 0)).toBe(true);
    expect([...got]).toEqual([...want]);
  },
);

test("means over windows of three agree to a rounding", async () => {
  const { got, want } = await bothWays(spec("direct", 2, [3, 10, 10], 3));
  got.forEach((value, i) => expect(Math.abs(value - want[i]!)).toBeLessThan(3e-7));
});
