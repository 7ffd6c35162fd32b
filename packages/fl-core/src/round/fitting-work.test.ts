import fc from "fast-check";
import { expect, test } from "vitest";

import { fittingWork } from "./fitting-work.ts";

const room = { batchSize: 32, roundMs: 60_000 };

test("who was never measured is asked for the whole shard", () => {
  expect(fittingWork(1000, null, room)).toBe(1000);
});

test("who is fast enough for three quarters of the round is asked for the whole shard", () => {
  expect(fittingWork(1000, { samples: 1000, ms: 45_000 }, room)).toBe(1000);
});

test("who is too slow is asked for whole batches that take three quarters of the round", () => {
  // 1000 pictures in 150 s: 300 in 45 s, and those are 9 batches of 32
  expect(fittingWork(1000, { samples: 1000, ms: 150_000 }, room)).toBe(288);
  // measured by a part of its work: 96 pictures in 30 s are 144 in 45 s
  expect(fittingWork(1000, { samples: 96, ms: 30_000 }, room)).toBe(128);
});

test("nobody is asked for less than a batch, or than the shard where that is smaller", () => {
  expect(fittingWork(1000, { samples: 1, ms: 1e9 }, room)).toBe(32);
  expect(fittingWork(20, { samples: 1, ms: 1e9 }, room)).toBe(20);
});

test("the last pictures, which are no batch, are not left out alone", () => {
  // 992 of 1000 would be trained either way: 31 batches
  expect(fittingWork(1000, { samples: 999, ms: 45_000 }, room)).toBe(1000);
  expect(fittingWork(1000, { samples: 990, ms: 45_000 }, room)).toBe(960);
});

const sizes = fc.record({
  whole: fc.integer({ min: 1, max: 50_000 }),
  batchSize: fc.integer({ min: 2, max: 256 }),
  roundMs: fc.integer({ min: 5000, max: 3_600_000 }),
  samples: fc.integer({ min: 1, max: 50_000 }),
  ms: fc.integer({ min: 1, max: 10_000_000 }),
});

test("whatever was measured: a batch at least, the shard at most, and slower never means more", () => {
  fc.assert(
    fc.property(sizes, ({ whole, batchSize, roundMs, samples, ms }) => {
      const work = (slower: number) =>
        fittingWork(whole, { samples, ms: ms * slower }, { batchSize, roundMs });
      const asked = work(1);
      expect(asked).toBeGreaterThanOrEqual(Math.min(whole, batchSize));
      expect(asked).toBeLessThanOrEqual(whole);
      expect(asked === whole || asked % batchSize === 0).toBe(true);
      expect(work(3)).toBeLessThanOrEqual(asked);
    }),
  );
});

test("a device whose time has a part that no work shortens comes to the end of the round's share", () => {
  // 10 s of download, then 10 pictures a second
  const takes = (samples: number) => 10_000 + 100 * samples;
  let samples = 1000;
  for (let round = 0; round < 60; round++) {
    samples = fittingWork(1000, { samples, ms: takes(samples) }, room);
  }
  expect(takes(samples)).toBeLessThanOrEqual(45_000);
  expect(takes(samples + 2 * 32)).toBeGreaterThan(45_000);
});
