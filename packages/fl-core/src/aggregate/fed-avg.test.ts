import fc from "fast-check";
import { expect, test } from "vitest";

import { addUpdate, createSum, fedAvg, MAX_SAMPLES } from "./fed-avg.ts";

interface Sent {
  delta: Float32Array;
  samples: number;
}

const average = (base: Float32Array, updates: readonly Sent[]) => {
  const sum = createSum(base.length);
  for (const { delta, samples } of updates) addUpdate(sum, delta, samples);
  return fedAvg(base, sum);
};
const floats = (...values: number[]) => Float32Array.from(values);

/** Values up to the corners: +-2^14, the smallest steps, zero of both signs. */
const value = fc.oneof(
  fc.float({ min: -(2 ** 14), max: 2 ** 14, noNaN: true }),
  fc.constantFrom(2 ** 14, -(2 ** 14), 2 ** -21, -(2 ** -21), 2 ** -22, -(2 ** -22), 1e-38, 0, -0),
);
const length = 8;
const flat = fc
  .array(value, { minLength: length, maxLength: length })
  .map((values) => Float32Array.from(values));
const sent = fc.record({
  delta: flat,
  samples: fc.oneof(fc.integer({ min: 1, max: 5000 }), fc.constant(2 ** 15)),
});
const updates = fc.array(sent, { minLength: 1, maxLength: 8 });

test("by hand: 1 and 4 with weights 1 and 2 have the mean 3", () => {
  const mean = average(floats(10), [
    { delta: floats(1), samples: 1 },
    { delta: floats(4), samples: 2 },
  ]);
  expect([...mean]).toEqual([13]);
});

test("any order of arrival gives the same bits", () => {
  const shuffled = updates.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  );
  fc.assert(
    fc.property(flat, shuffled, (base, [list, other]) => {
      const bits = (list: Sent[]) => new Uint32Array(average(base, list).buffer);
      expect(bits(other)).toEqual(bits(list));
    }),
    { numRuns: 500 },
  );
});

test("the sums are exact at the corners: all samples at the largest change", () => {
  const sum = createSum(2);
  const delta = floats(2 ** 14, -(2 ** 14));
  for (let i = 0; i < 7; i++) addUpdate(sum, delta, 2 ** 15);
  for (let i = 0; i < 2 ** 4; i++) addUpdate(sum, delta, 2 ** 11 - (i === 0 ? 1 : 0));
  addUpdate(sum, delta, 1);
  expect(sum.samples).toBe(MAX_SAMPLES);
  expect([...sum.values]).toEqual([2 ** 53, -(2 ** 53)]);
  expect([...fedAvg(floats(0, 0), sum)]).toEqual([2 ** 14, -(2 ** 14)]);
});

test("it equals the weighted mean in float64", () => {
  fc.assert(
    fc.property(flat, updates, (base, list) => {
      const total = list.reduce((sum, { samples }) => sum + samples, 0);
      average(base, list).forEach((got, p) => {
        const mean = list.reduce((sum, u) => sum + (u.samples / total) * u.delta[p]!, 0);
        const want = base[p]! + mean;
        const rounding = Math.abs(want) * 2 ** -24;
        expect(Math.abs(got - want)).toBeLessThanOrEqual(8e-7 + rounding);
      });
    }),
    { numRuns: 500 },
  );
});

test("one client gives base + delta, within half a unit of the fixed point", () => {
  fc.assert(
    fc.property(flat, sent, (base, { delta, samples }) => {
      average(base, [{ delta, samples }]).forEach((got, p) => {
        const want = base[p]! + delta[p]!;
        const rounding = (Math.abs(want) + 2 ** -22) * 2 ** -24;
        expect(Math.abs(got - want)).toBeLessThanOrEqual(2 ** -22 + rounding + 2 ** -42);
      });
    }),
  );
});

test("equal updates give that update, whatever the weights", () => {
  fc.assert(
    fc.property(
      flat,
      flat,
      fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1 }),
      (b, d, weights) => {
        const many = average(
          b,
          weights.map((samples) => ({ delta: d, samples })),
        );
        expect(many).toEqual(average(b, [{ delta: d, samples: 1 }]));
      },
    ),
  );
});

test("all weights times the same number change not a bit", () => {
  fc.assert(
    fc.property(flat, fc.array(sent, { minLength: 1, maxLength: 4 }), (base, list) => {
      const small = list.map(({ delta, samples }) => ({ delta, samples: 1 + (samples % 100) }));
      const large = small.map(({ delta, samples }) => ({ delta, samples: 3 * samples }));
      expect(average(base, large)).toEqual(average(base, small));
    }),
  );
});

test("a variance never falls below zero, and no other value is touched", () => {
  const base = floats(3.2e-7, 3.2e-7, -1);
  const sum = createSum(3);
  addUpdate(sum, floats(-3.2e-7, -3.2e-7, 0), 1);
  expect(fedAvg(base, sum)[0]).toBeLessThan(0);
  const clamped = fedAvg(base, sum, [{ offset: 1, length: 1 }]);
  expect(clamped[0]).toBeLessThan(0);
  expect(clamped[1]).toBe(0);
  expect(clamped[2]).toBe(-1);
});

test("neither base nor updates are changed", () => {
  const [base, delta] = [floats(1, 2), floats(3, 4)];
  average(base, [{ delta, samples: 5 }]);
  expect([...base, ...delta]).toEqual([1, 2, 3, 4]);
});

test("an average of nothing is refused", () => {
  expect(() => fedAvg(floats(1), createSum(1))).toThrow("aggregate/empty");
});

test("another length is refused, of an update and of the base", () => {
  const sum = createSum(2);
  expect(() => addUpdate(sum, floats(1), 1)).toThrow("update/shape");
  addUpdate(sum, floats(1, 2), 1);
  expect(() => fedAvg(floats(1), sum)).toThrow("update/shape");
});

test.each([NaN, Infinity, -Infinity, 2 ** 14 + 0.5])(
  "a change of %d is refused and adds nothing",
  (bad) => {
    const sum = createSum(3);
    expect(() => addUpdate(sum, floats(1, 1, bad), 1)).toThrow(/update\/(not-finite|range)/);
    expect(sum).toEqual(createSum(3));
  },
);

test.each([0, -1, 1.5, NaN, MAX_SAMPLES + 1])("a weight of %d is refused", (samples) => {
  expect(() => addUpdate(createSum(1), floats(1), samples)).toThrow("aggregate/samples");
});

test("a total that could lose bits is refused", () => {
  const sum = createSum(1);
  addUpdate(sum, floats(1), MAX_SAMPLES);
  expect(() => addUpdate(sum, floats(1), 1)).toThrow("aggregate/samples");
});
