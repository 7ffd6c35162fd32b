import { expect, test } from "vitest";

import { testSample } from "./test-sample.ts";
import { tinyDataset } from "./testing/tiny-dataset.ts";

const { test: set } = tinyDataset();

test("the same seed gives the same pictures, more of them the same first ones", () => {
  const few = testSample(set, 10, 7);
  const many = testSample(set, 30, 7);
  expect(many.pixels.subarray(0, few.pixels.length)).toEqual(few.pixels);
  expect(testSample(set, 10, 8).pixels).not.toEqual(few.pixels);
});

test("no picture comes twice, and each keeps its label", () => {
  const { count, labels, pixels } = testSample(set, 1000, 3);
  expect(count).toBe(set.count);
  const numbers = Array.from({ length: count }, (_, at) => pixels[at * 3072 + 1] ?? -1);
  expect(new Set(numbers).size).toBe(count);
  expect(numbers.map((number) => number % 10)).toEqual([...labels]);
});
