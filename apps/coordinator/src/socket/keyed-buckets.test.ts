import { expect, test } from "vitest";

import { KeyedBuckets } from "./keyed-buckets.ts";

test("each key has its own tokens, and is told how long to wait", () => {
  let nowMs = 0;
  const buckets = new KeyedBuckets({ perSecond: 0.5, burst: 2 }, () => nowMs);
  expect([buckets.take("a"), buckets.take("a"), buckets.take("a")]).toEqual([true, true, false]);
  expect(buckets.take("b")).toBe(true);
  expect([buckets.waitSeconds("a"), buckets.waitSeconds("b"), buckets.waitSeconds("c")]).toEqual([
    2, 0, 0,
  ]);
  nowMs += 2000;
  expect([buckets.waitSeconds("a"), buckets.take("a")]).toEqual([0, true]);
});

test("30,000 keys are not all remembered", () => {
  let nowMs = 0;
  const buckets = new KeyedBuckets({ perSecond: 1, burst: 1 }, () => nowMs);
  let largest = 0;
  for (let i = 0; i < 30_000; i++) {
    buckets.take(`${i}`);
    largest = Math.max(largest, buckets.size);
  }
  expect(largest).toBe(10_000);
  nowMs += 1000; // all are full again
  for (let i = 0; i < 1_500; i++) buckets.take(`more ${i}`);
  expect(buckets.size).toBeLessThan(2_000);
});
