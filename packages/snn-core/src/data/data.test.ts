import { expect, test } from "vitest";

import { preset } from "../model/presets.ts";
import { encodeBatch } from "./encode.ts";
import { readShard } from "./shard.ts";

function record(label: number, value: number): Uint8Array {
  return Uint8Array.from({ length: 3073 }, (_, i) => (i === 0 ? label : value));
}

const shard = readShard(Uint8Array.of(...record(3, 0), ...record(7, 255), ...record(1, 204)));

test("a shard is records of a label and 3072 pixels", () => {
  expect(shard.count).toBe(3);
  expect([...shard.labels]).toEqual([3, 7, 1]);
  expect(shard.pixels[3072]).toBe(255);
});

test("bytes that are not whole records are refused", () => {
  expect(() => readShard(new Uint8Array(3072))).toThrow("3072 bytes are not whole records of 3073");
  expect(() => readShard(new Uint8Array(0))).toThrow("data/shard");
});

test("direct coding brings pixels to [-1, 1] once, in the order of the indices", () => {
  const { input, repeated, labels } = encodeBatch(preset("s4", 10), shard, [1, 0], 1);
  expect(repeated).toBe(true);
  expect([...labels]).toEqual([7, 3]);
  expect([input[0], input[3072]]).toEqual([1, -1]);
});

test("signed Poisson coding fires with half the magnitude, with the sign of the pixel", () => {
  const spec = preset("vgg9", 10);
  const { input, repeated } = encodeBatch(spec, shard, [0, 2], 5);
  expect(repeated).toBe(false);
  const mean = (picture: number) => {
    let sum = 0;
    for (let t = 0; t < 20; t++) {
      const from = (t * 2 + picture) * 3072;
      sum += input.subarray(from, from + 3072).reduce((a, b) => a + b, 0);
    }
    return sum / (20 * 3072);
  };
  // 61,440 draws: three standard deviations are 0.006.
  expect(Math.abs(mean(0) + 0.5)).toBeLessThan(0.007);
  expect(Math.abs(mean(1) - 0.3)).toBeLessThan(0.007);
  expect(new Set(input)).toEqual(new Set([-1, 0, 1]));
});

test("a picture's draws do not depend on its batch, and follow the seed", () => {
  const spec = preset("vgg9", 10);
  const alone = encodeBatch(spec, shard, [2], 5).input.slice(0, 3072);
  const second = encodeBatch(spec, shard, [0, 2], 5).input.slice(3072, 6144);
  expect(second).toEqual(alone);
  expect(encodeBatch(spec, shard, [2], 6).input.slice(0, 3072)).not.toEqual(alone);
});

test("one step of Poisson coding is drawn like any other", () => {
  const { input } = encodeBatch({ ...preset("vgg9", 10), timesteps: 1 }, shard, [0, 2], 5);
  expect(new Set(input)).toEqual(new Set([-1, 0, 1]));
});

test("an index beyond the shard, or none at all, is refused", () => {
  for (const index of [3, -1, 0.5, NaN]) {
    const encode = () => encodeBatch(preset("s4", 10), shard, [0, index], 1);
    expect(encode).toThrow(`data/batch: there is no picture ${index} among 3`);
  }
});
