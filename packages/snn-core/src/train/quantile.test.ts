import fc from "fast-check";
import { expect, test } from "vitest";

import { quantile } from "./quantile.ts";

/** By sorting. */
function plain(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const [low, high] = [sorted[below]!, sorted[Math.ceil(place)]!];
  return low + (high - low) * (place - below);
}

test("a quantile lies between its neighbours in proportion", () => {
  expect(quantile(Float32Array.of(4, 1, 3, 2), 0.5)).toBe(2.5);
  expect(quantile(Float32Array.of(7), 0.999)).toBe(7);
  expect(quantile(Float32Array.of(), 0.5)).toBe(0);
});

test("it is the sorted array's, also with many equal values, which stay as they were", () => {
  const value = fc.oneof(fc.constantFrom(0, 0, 0, 1), fc.float({ noNaN: true, min: -9, max: 9 }));
  const share = fc.oneof(fc.constantFrom(0, 0.999, 1), fc.double({ min: 0, max: 1, noNaN: true }));
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 300 }), share, (values, at) => {
      const given = Float32Array.from(values);
      expect(quantile(given, at)).toBeCloseTo(plain(values, at), 5);
      expect([...given]).toEqual(values.map(Math.fround));
    }),
  );
});
