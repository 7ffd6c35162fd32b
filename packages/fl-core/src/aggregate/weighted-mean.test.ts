import fc from "fast-check";
import { expect, test } from "vitest";

import { createStrategy } from "./create-strategy.ts";
import { createSum, addUpdate, MAX_SAMPLES, meanChange } from "./fed-avg.ts";
import type { ClientUpdate } from "./strategy.ts";
import { bits, flat, floats, round, updatesOf } from "./testing/rounds.ts";
import { weightedMean } from "./weighted-mean.ts";

const update = (delta: number, samples: number, staleness?: number): ClientUpdate => ({
  ...{ client: 1, delta: floats(delta), samples },
  ...(staleness !== undefined && { staleness }),
});

test("by hand: 4 fresh ones of 3 and 2 of 6 with staleness 3 are (12 + 12 / 2) / 6", () => {
  expect([...weightedMean([update(3, 4), update(6, 2, 3)], 1, "samples")]).toEqual([3]);
  expect([...weightedMean([update(3, 4), update(6, 2, 3)], 1, "uniform")]).toEqual([3]);
  // all alike old: the model moves less far, as in the paper, whose divisor is the number of updates
  expect([...weightedMean([update(4, 1, 3), update(4, 1, 3)], 1, "uniform")]).toEqual([2]);
});

/** Each with a staleness; written down in float64, without groups. */
const stale = updatesOf(round).chain((updates) =>
  fc
    .array(fc.nat(5), { minLength: updates.length, maxLength: updates.length })
    .map((ages) => updates.map((one, k) => ({ ...one, staleness: ages[k]! }))),
);

test("it is the paper's formula", () => {
  fc.assert(
    fc.property(stale, fc.constantFrom("samples", "uniform"), (updates, weighting) => {
      const mean = weightedMean(updates, 6, weighting);
      const n = (one: ClientUpdate) => (weighting === "uniform" ? 1 : one.samples);
      const total = updates.reduce((sum, one) => sum + n(one), 0);
      mean.forEach((value, p) => {
        const want = updates.reduce(
          (sum, one) => sum + (n(one) * one.delta[p]!) / Math.sqrt(1 + one.staleness) / total,
          0,
        );
        expect(Math.abs(value - want)).toBeLessThan(1e-9);
      });
    }),
  );
});

test("whatever the order of arrival, it is the same to the last bit, with any averaging strategy", () => {
  const kinds = ["fedavg", "fedprox", "fedavgm", "fedadam", "fedyogi", "fedadagrad"] as const;
  const shuffled = stale.chain((updates) =>
    fc.tuple(
      fc.constant(updates),
      fc.shuffledSubarray(updates, { minLength: updates.length, maxLength: updates.length }),
    ),
  );
  fc.assert(
    fc.property(fc.constantFrom(...kinds), flat(round), shuffled, (kind, base, [some, others]) => {
      const [a, b] = [some, others].map((updates) =>
        createStrategy({ kind, clipNorm: 1 }).aggregate({
          ...{ base, updates, server: null, trainable: 4, nonNegative: [] },
        }),
      );
      expect(bits(a!.model)).toEqual(bits(b!.model));
    }),
  );
});

test("without staleness it is the exact sum's mean, bit for bit", () => {
  fc.assert(
    fc.property(updatesOf(), (updates) => {
      const sum = createSum(6);
      for (const { delta, samples } of updates) addUpdate(sum, delta, samples);
      expect(weightedMean(updates, 6, "samples")).toEqual(meanChange(sum));
    }),
  );
});

test("nothing is no mean, and the limit on pictures holds for all stalenesses together", () => {
  const code = (updates: ClientUpdate[]) => {
    try {
      weightedMean(updates, 1, "samples");
    } catch (error) {
      return (error as { code: string }).code;
    }
    return null;
  };
  expect(code([])).toBe("aggregate/empty");
  expect(code([update(1, MAX_SAMPLES / 2), update(1, MAX_SAMPLES / 2, 1)])).toBeNull();
  expect(code([update(1, MAX_SAMPLES / 2), update(1, MAX_SAMPLES / 2 + 1, 1)])).toBe(
    "aggregate/samples",
  );
});
