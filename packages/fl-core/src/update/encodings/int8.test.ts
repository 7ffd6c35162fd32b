import fc from "fast-check";
import { expect, test } from "vitest";

import { createRandom } from "../../random/generator.ts";
import { int8 } from "./int8.ts";

const slot = (length: number) => ({ name: "0.weight", shape: [length], offset: 0, length });

function roundTrip(values: Float32Array, seed: number) {
  const data = int8.write(values, createRandom(seed, 13));
  const [codes, scales] = data as [Int8Array, Float32Array];
  const read = new Float32Array(values.length);
  int8.read(slot(values.length), data, read);
  return { codes, scale: scales[0]!, read };
}

test("no value is a whole scale away, the largest is met, 0 stays 0", () => {
  const values = fc.float32Array({
    minLength: 1,
    maxLength: 50,
    min: -2000,
    max: 2000,
    noNaN: true,
  });
  fc.assert(
    fc.property(values, fc.nat(), (value, seed) => {
      const { codes, scale, read } = roundTrip(value, seed);
      const most = Math.max(...value.map(Math.abs));
      value.forEach((v, p) => {
        expect(Math.abs(read[p]! - v)).toBeLessThanOrEqual(scale * (1 + 1e-5) + 1e-42);
        if (Math.abs(v) === most && scale > 1e-30) expect(Math.abs(codes[p]!)).toBe(127);
        if (v === 0) expect(codes[p]).toBe(0);
      });
    }),
  );
});

test("the mean of many roundings is the value: within five standard errors, seed 1 to 20,000", () => {
  const values = Float32Array.of(127, 0.1, -0.5, 3.75, -126.9, 64.5, 1e-3);
  const draws = 20_000;
  const sums = new Float64Array(values.length);
  for (let seed = 1; seed <= draws; seed++) {
    const { scale, read } = roundTrip(values, seed);
    expect(scale).toBe(1);
    read.forEach((value, p) => (sums[p]! += value));
  }
  values.forEach((value, p) => {
    const share = Math.abs(value) % 1;
    const deviation = Math.sqrt((share * (1 - share)) / draws);
    expect(Math.abs(sums[p]! / draws - value)).toBeLessThanOrEqual(5 * deviation + 1e-6);
  });
});

test("the same seed gives the same codes, another one others", () => {
  const values = Float32Array.from({ length: 100 }, (_, p) => Math.sin(p));
  expect(roundTrip(values, 5).codes).toEqual(roundTrip(values, 5).codes);
  expect(roundTrip(values, 5).codes).not.toEqual(roundTrip(values, 6).codes);
});

test("a tensor of zeros has scale 0", () => {
  expect(roundTrip(new Float32Array(4), 1)).toMatchObject({ scale: 0, read: new Float32Array(4) });
});

test.each([NaN, Infinity, -Infinity])("%d gives a scale that no reader takes", (value) => {
  expect(() => roundTrip(Float32Array.of(1, value), 1)).toThrow(
    "update/not-finite: tensor 0.weight.scale",
  );
});

test("code -128 and a scale below 0 are refused", () => {
  const read = (code: number, scale: number) =>
    int8.read(slot(1), [Int8Array.of(code), Float32Array.of(scale)], new Float32Array(1));
  expect(() => read(-128, 1)).toThrow(
    "update/encoding: tensor 0.weight is no good int8: code -128",
  );
  expect(() => read(1, -1)).toThrow("update/encoding");
  expect(() => read(-127, 1)).not.toThrow();
});
