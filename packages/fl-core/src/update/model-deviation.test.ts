import { expect, test } from "vitest";

import { deviationFrom } from "./model-deviation.ts";
import type { Layout } from "./slot.ts";

/** A weight of two values, and a norm of one channel at two steps. */
const layout: Layout = [
  { name: "0.weight", shape: [1, 2], offset: 0, length: 2 },
  { name: "0.gamma", shape: [2, 1], offset: 2, length: 2 },
  { name: "0.mean", shape: [2, 1], offset: 4, length: 2 },
  { name: "0.var", shape: [2, 1], offset: 6, length: 2 },
];
const base = Float32Array.of(3, 4, 1, 3, 0, 0, 1, 1);
const deviation = deviationFrom(layout, base);

test("is worked by hand: each tensor's change by one more than its length, each step by itself", () => {
  // |(3, 4)| = 5: |(6, 8)| / 6 = 10/6. Gammas 1 and 3: 2/2 and 2/4. Means 0: 5/1. Variances 1: 1/2.
  const delta = Float32Array.of(6, 8, 2, -2, 5, 0, 0, 1);
  expect(deviation(delta)).toBeCloseTo(10 / 6 + 2 / 2 + 2 / 4 + 5 + 1 / 2, 12);
});

test("of a client that changed nothing is 0, and grows in proportion to the change", () => {
  expect(deviation(new Float32Array(8))).toBe(0);
  const delta = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  expect(deviation(delta.map((value) => 2 * value))).toBeCloseTo(2 * deviation(delta), 12);
  expect(deviation(delta.map((value) => -value))).toBe(deviation(delta));
});
