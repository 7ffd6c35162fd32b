import { expect, test } from "vitest";

import { withGradientNoise } from "./gradient-noise.ts";
import type { Layout } from "./slot.ts";

/** Two steps of a norm whose changes differ a hundredfold, and a weight. */
const size = 20_000;
const layout: Layout = [
  { name: "0.weight", shape: [size, 1], offset: 0, length: size },
  { name: "0.gamma", shape: [2, size], offset: size, length: 2 * size },
  { name: "0.var", shape: [1, size], offset: 3 * size, length: size },
];
const length = 4 * size;
/** Mean absolute change of each tensor: signs alternate, sizes run from 0.5 to 1.5 of it. */
const scales = [0.01, 0.002, 0.2, 0.05];
const before = Float32Array.from({ length }, (_, p) => (p < 3 * size ? 0.1 : 1));
const after = before.map((value, p) => {
  const share = 0.5 + (p % size) / (size - 1);
  return value + (p % 2 === 0 ? 1 : -1) * share * scales[Math.floor(p / size)]!;
});
const noisy = (sigma: number, seed = 5) =>
  withGradientNoise({ layout, before, after, sigma, seed });

test("each tensor gets normal noise of sigma times its own mean absolute change", () => {
  for (const sigma of [0.5, 3]) {
    const noise = noisy(sigma).map((value, p) => value - after[p]!);
    scales.forEach((scale, k) => {
      const part = [...noise.subarray(k * size, (k + 1) * size)].map((x) => x / (scale * sigma));
      const moment = (power: number) => part.reduce((sum, x) => sum + x ** power, 0) / size;
      expect(Math.abs(moment(1))).toBeLessThan(0.03);
      expect(Math.abs(moment(2) - 1)).toBeLessThan(0.05);
      expect(Math.abs(moment(4) - 3)).toBeLessThan(0.35);
      const beyond = part.filter((x) => Math.abs(x) > 1.96).length / size;
      expect(Math.abs(beyond - 0.05)).toBeLessThan(0.006);
    });
  }
});

test("running variances stay at or above 0, all else may go below", () => {
  const values = noisy(10).subarray(0, length);
  const variances = values.subarray(3 * size);
  const large = withGradientNoise({ layout, before, after, sigma: 100, seed: 1 });
  expect(Math.min(...variances)).toBeGreaterThanOrEqual(0);
  expect(Math.min(...large.subarray(3 * size))).toBe(0);
  expect(Math.min(...large.subarray(0, size))).toBeLessThan(0);
});

test("the same seed gives the same bits, another one others", () => {
  expect(noisy(1)).toEqual(noisy(1));
  expect(noisy(1)).not.toEqual(noisy(1, 6));
});

test("sigma 0 changes no bit, nor does any sigma a tensor that did not change", () => {
  expect(new Uint32Array(noisy(0).slice().buffer)).toEqual(new Uint32Array(after.slice().buffer));
  const still = withGradientNoise({ layout, before, after: before, sigma: 10, seed: 1 });
  expect(new Uint32Array(still.slice().buffer)).toEqual(new Uint32Array(before.slice().buffer));
});

test("neither model is written to", () => {
  const [first, second] = [before.slice(), after.slice()];
  noisy(2);
  expect([before, after]).toEqual([first, second]);
});
