import fc from "fast-check";
import { expect, test } from "vitest";

import { fromHalves, toHalves } from "./float16.ts";

const half = (value: number) => toHalves(Float32Array.of(value))[0]!;
function back(bits: number): number {
  const into = new Float32Array(1);
  fromHalves(Uint16Array.of(bits), into);
  return into[0]!;
}

/** The table of IEEE 754-2008, by hand: sign, exponent, fraction as numbers. */
function byDefinition(bits: number): number {
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  const size =
    exponent === 0
      ? fraction * 2 ** -24
      : exponent === 31
        ? fraction === 0
          ? Infinity
          : NaN
        : (1 + fraction / 1024) * 2 ** (exponent - 15);
  return bits & 0x8000 ? -size : size;
}

test("all 65,536 halves are read by the definition, and come back as the same bits", () => {
  for (let bits = 0; bits < 65_536; bits++) {
    const value = byDefinition(bits);
    if (!Object.is(back(bits), value)) expect([bits, back(bits)]).toEqual([bits, value]);
    if (!Number.isNaN(value) && half(value) !== bits) expect(half(value)).toBe(bits);
  }
});

test.each([
  [1, 0x3c00],
  [-2, 0xc000],
  [65_504, 0x7bff],
  [65_519.996, 0x7bff],
  [65_520, 0x7c00],
  [1e9, 0x7c00],
  [-Infinity, 0xfc00],
  [NaN, 0x7e00],
  [2 ** -14, 0x0400],
  [2 ** -24, 0x0001],
  [2 ** -25, 0x0000],
  [3 * 2 ** -25, 0x0002],
  [1 + 2 ** -11, 0x3c00],
  [1 + 3 * 2 ** -11, 0x3c02],
  [-0, 0x8000],
  [16_384, 0x7400],
])("%d becomes %i", (value, bits) => expect(half(value)).toBe(bits));

test("a number between two halves becomes the nearer one", () => {
  const positive = fc.integer({ min: 0, max: 0x7bfe });
  fc.assert(
    fc.property(positive, fc.double({ min: 0, max: 1, noNaN: true }), (bits, share) => {
      const [low, high] = [byDefinition(bits), byDefinition(bits + 1)];
      const value = Math.fround(low + share * (high - low));
      const error = Math.abs(back(half(value)) - value);
      expect(error).toBeLessThanOrEqual((high - low) / 2);
      expect(back(half(-value))).toBe(-back(half(value)));
    }),
    { numRuns: 2000 },
  );
});
