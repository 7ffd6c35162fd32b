import { expect, test } from "vitest";

import { drawLogDirichlet, drawLogGamma, shares } from "./dirichlet.ts";
import { createRandom } from "./generator.ts";

test.each([0.2, 0.5, 1, 2.5, 30])("Gamma(%d) has its mean and variance", (shape) => {
  const random = createRandom(11);
  const draws = Array.from({ length: 40_000 }, () => Math.exp(drawLogGamma(random, shape)));
  const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
  const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length;
  expect(mean / shape).toBeCloseTo(1, 1);
  expect(Math.abs(variance / shape - 1)).toBeLessThan(0.1);
});

test("shares sum to 1 also where the draws themselves would underflow", () => {
  const random = createRandom(12);
  for (let i = 0; i < 200; i++) {
    const p = shares(drawLogDirichlet(random, 0.001, 10));
    expect(p.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 12);
    expect(p.every((x) => x >= 0 && x <= 1)).toBe(true);
  }
});

test("what is masked has no share, and the others keep their proportions", () => {
  const [a, b, c] = shares([Math.log(1), -Infinity, Math.log(3)]);
  expect(a).toBeCloseTo(0.25, 12);
  expect(b).toBe(0);
  expect(c).toBeCloseTo(0.75, 12);
});

test("each share is 1 / K on average", () => {
  const random = createRandom(13);
  const sums = [0, 0, 0, 0];
  for (let i = 0; i < 5000; i++) {
    shares(drawLogDirichlet(random, 0.5, 4)).forEach((x, k) => (sums[k]! += x / 5000));
  }
  for (const sum of sums) expect(Math.abs(sum - 0.25)).toBeLessThan(0.02);
});
