import { expect, test } from "vitest";

import { median, timePairs } from "./paired.ts";

test("the median of an even count is the mean of the two in the middle", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

test("ratios are taken pair by pair, so that a slow phase of the machine cancels out", async () => {
  let now = 0;
  let slowness = 1;
  const ours = () => Promise.resolve(void (now += 2 * slowness));
  const theirs = () => {
    now += 20 * slowness;
    slowness *= 3;
    return Promise.resolve();
  };
  const clock = { wall: () => now, cpu: () => now / 2 };
  const { ratio, cpuRatio, pairs } = await timePairs(ours, theirs, 3, clock);
  expect(ratio).toEqual({ median: 10, min: 10, max: 10 });
  expect(cpuRatio.median).toBe(10);
  expect(pairs).toBe(3);
});
