import { expect, test } from "vitest";

import { TokenBucket } from "./token-bucket.ts";

test("gives the burst at once and then the rate", () => {
  let nowMs = 0;
  const bucket = new TokenBucket({ perSecond: 2, burst: 3 }, () => nowMs);
  const taken = () => Array.from({ length: 5 }, () => bucket.take()).filter(Boolean).length;
  expect(taken()).toBe(3);
  nowMs += 1000;
  expect(taken()).toBe(2);
  nowMs += 60_000;
  expect(taken()).toBe(3); // never more than the burst
});

test("many small waits add up, and a clock that jumps back gives nothing", () => {
  let nowMs = 1000;
  const bucket = new TokenBucket({ perSecond: 1, burst: 1 }, () => nowMs);
  expect(bucket.take()).toBe(true);
  let taken = 0;
  for (let i = 0; i < 1100; i += 100) {
    nowMs += 100;
    if (bucket.take()) taken += 1;
  }
  expect(taken).toBe(1);
  nowMs = 0;
  expect(bucket.take()).toBe(false);
});
