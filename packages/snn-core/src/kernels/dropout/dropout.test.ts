import fc from "fast-check";
import { expect, test } from "vitest";

import { uniformAt } from "../../random/counter.ts";
import { subSeed } from "../../random/counter.ts";
import { DROPOUT_LABEL, dropoutMask } from "./dropout.ref.ts";

const rates = fc.double({ min: 0, max: 0.9, noNaN: true });
const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

test("a value goes with its probability, and what stays makes up for it", () => {
  const length = 40_000;
  fc.assert(
    fc.property(rates, seeds, fc.nat(40), (rate, seed, block) => {
      const mask = dropoutMask({ rate, block, seed }, length);
      const scale = Math.fround(1 / (1 - rate));
      const kept = mask.filter((value) => value === scale).length;
      expect(mask.filter((value) => value === 0).length).toBe(length - kept);
      // Five standard deviations: 64 draws of a case leave them once in ten thousand runs.
      const error = 5 * Math.sqrt((rate * (1 - rate)) / length);
      expect(Math.abs(kept / length - (1 - rate))).toBeLessThanOrEqual(error);
      const mean = mask.reduce((sum, value) => sum + value, 0) / length;
      expect(Math.abs(mean - 1)).toBeLessThanOrEqual(error / (1 - rate) + 1e-6);
    }),
    { numRuns: 64, seed: 12 },
  );
});

test("rate 0 takes nothing away", () => {
  expect(new Set(dropoutMask({ rate: 0, block: 1, seed: 5 }, 1000))).toEqual(new Set([1]));
});

test("a place's draw is the counter's uniform value: at or above the rate it stays", () => {
  const mask = dropoutMask({ rate: 0.3, block: 4, seed: 3_000_000_019 }, 500);
  const stream = subSeed(3_000_000_019, DROPOUT_LABEL, 4);
  mask.forEach((value, i) => expect(value > 0).toBe(uniformAt(stream, i) >= 0.3));
});

test("a longer batch begins with the mask of a shorter one; block and seed change it", () => {
  const params = { rate: 0.5, block: 2, seed: 7 };
  const mask = dropoutMask(params, 256);
  expect(mask).toEqual(dropoutMask(params, 1000).subarray(0, 256));
  const differing = (other: Float32Array) => other.filter((value, i) => value !== mask[i]).length;
  for (const other of [{ block: 3 }, { seed: 8 }]) {
    const share = differing(dropoutMask({ ...params, ...other }, 256)) / 256;
    expect(Math.abs(share - 0.5)).toBeLessThan(0.16);
  }
});
