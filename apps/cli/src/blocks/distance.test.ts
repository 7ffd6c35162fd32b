import { relativeError } from "@spikefed/volunteer";
import { expect, test } from "vitest";

import { oneMinusCosine } from "./distance.ts";

test("the angle is that of directions, whatever their lengths", () => {
  expect(oneMinusCosine([1, 2, 3], [2, 4, 6])).toBe(0);
  expect(oneMinusCosine([1, 0], [0, 5])).toBeCloseTo(1, 12);
  expect(oneMinusCosine([1, 0], [-1, 0])).toBeCloseTo(2, 12);
  expect(oneMinusCosine([1, 1e-6], [1, 0])).toBeCloseTo(5e-13, 18);
});

test("nothing agrees with nothing, and zeros with no other direction", () => {
  expect(oneMinusCosine([0, 0], [0, 0])).toBe(0);
  expect(oneMinusCosine([0, 0], [0, 1])).toBe(Infinity);
  expect(oneMinusCosine([NaN], [1])).toBe(Infinity);
  expect(oneMinusCosine([], [1])).toBe(Infinity);
});

test("the error is that of the largest magnitude", () => {
  expect(relativeError([1, 2.2], [1, 2])).toBeCloseTo(0.1, 6);
  expect(relativeError([NaN], [1])).toBe(Infinity);
  expect(relativeError([1], [1, 2])).toBe(Infinity);
});
