import { expect, test } from "vitest";

import { normOf, withNorm } from "./local-norm.ts";
import type { Layout } from "./slot.ts";

/** As a model has them: weight and gamma of each block, statistics behind. */
const layout: Layout = [
  { name: "0.weight", shape: [1, 2], offset: 0, length: 2 },
  { name: "0.gamma", shape: [2, 1], offset: 2, length: 2 },
  { name: "1.weight", shape: [1, 1], offset: 4, length: 1 },
  { name: "0.mean", shape: [2, 1], offset: 5, length: 2 },
  { name: "0.var", shape: [2, 1], offset: 7, length: 2 },
];
const state = Float32Array.of(1, 2, 30, 40, 5, 60, 70, 80, 90);

test("the norm is all that is no weight", () => {
  expect([...normOf(layout, state)]).toEqual([30, 40, 60, 70, 80, 90]);
});

test("a client starts with the model's weights and its own norm", () => {
  const base = Float32Array.of(-1, -2, -3, -4, -5, -6, -7, -8, -9);
  const start = withNorm(layout, base, normOf(layout, state));
  expect([...start]).toEqual([-1, -2, 30, 40, -5, 60, 70, 80, 90]);
  expect(base[2]).toBe(-3); // not changed
});

test("a client without one starts with the model", () => {
  expect(withNorm(layout, state, null)).toBe(state);
});
