import fc from "fast-check";
import { expect, test } from "vitest";

import { createRandom } from "../../random/generator.ts";
import { largest } from "./largest.ts";
import { keptOf, topK } from "./top-k.ts";

test("the largest are those that sorting would give, of alike ones the first", () => {
  const value = fc.oneof(fc.float({ noNaN: true }), fc.constantFrom(0, 1, -1, 2 ** -140));
  const cases = fc.array(value, { minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(cases, fc.nat(80), (values, wish) => {
      const count = Math.min(wish, values.length);
      const sorted = values
        .map((v, p) => ({ size: Math.abs(Math.fround(v)), p }))
        .sort((a, b) => b.size - a.size || a.p - b.p);
      const expected = sorted.slice(0, count).map(({ p }) => p);
      expect([...largest(Float32Array.from(values), count)]).toEqual(
        expected.sort((a, b) => a - b),
      );
    }),
    { numRuns: 500 },
  );
});

test("NaN is larger than all, so that it is sent and refused", () => {
  expect([...largest(Float32Array.of(1, NaN, Infinity, 2), 1)]).toEqual([1]);
});

test("a share is rounded, and at least one value is sent", () => {
  expect([keptOf(1000, 0.01), keptOf(30, 0.1), keptOf(25, 0.1), keptOf(7, 0.01)]).toEqual([
    10, 3, 3, 1,
  ]);
  expect(keptOf(1, 0.5)).toBe(1);
});

const slot = { name: "0.weight", shape: [10], offset: 0, length: 10 };

test("what is sent is exact, all else is 0", () => {
  const values = Float32Array.of(0.1, -5, 0, 3, 0.2, -0.3, 4, 0, 1, -1);
  const data = topK(0.3).write(values, createRandom(1));
  expect(data).toEqual([Int32Array.of(1, 3, 6), Float32Array.of(-5, 3, 4)]);
  const read = new Float32Array(10);
  topK(0.3).read(slot, data, read);
  expect([...read]).toEqual([0, -5, 0, 3, 0, 0, 4, 0, 0, 0]);
});

test.each([
  ["fall", [3, 1, 6]],
  ["are twice there", [1, 1, 6]],
  ["are below 0", [-1, 1, 6]],
  ["leave the tensor", [1, 3, 10]],
])("indices that %s are refused", (_, indices) => {
  const data = [Int32Array.from(indices), Float32Array.of(1, 1, 1)];
  expect(() => topK(0.3).read(slot, data, new Float32Array(10))).toThrow(
    "update/encoding: tensor 0.weight.index is no good top-k: index",
  );
});
