// IEEE binary16: 5 bits of exponent, 10 of fraction. Half the bytes of a float32.

import type { Encoding } from "./encoding.ts";

/** The nearest binary16 of each value, the even one of two that are as near. */
export const float16: Encoding = {
  parts: ({ name, shape }) => [{ name, dtype: "F16", shape }],
  write: (values) => [toHalves(values)],
  read: (_slot, [halves], into) => fromHalves(halves as Uint16Array, into),
};

/** Bits of the nearest binary16, ties to even; from 65520 on infinity, NaN stays NaN. */
export function toHalves(values: Float32Array): Uint16Array<ArrayBuffer> {
  const halves = new Uint16Array(values.length);
  const single = new Float32Array(1);
  const bits = new Uint32Array(single.buffer);
  values.forEach((value, p) => {
    single[0] = value;
    const sign = (bits[0]! >>> 16) & 0x8000;
    const size = bits[0]! & 0x7fffffff;
    halves[p] = sign | (size < SMALLEST_NORMAL ? tiny() : normal(size));
  });
  return halves;

  /** Below 2^-14 a half counts in units of 2^-24, as a float32 from 0.5 to 1 does. */
  function tiny(): number {
    single[0] = Math.abs(single[0]!) + 0.5;
    return bits[0]! - ONE_HALF;
  }
}

/** Bits of float32 numbers: 2^-14, 0.5, infinity, and 2^16, at which a half has no exponent left. */
const SMALLEST_NORMAL = 0x38800000;
const ONE_HALF = 0x3f000000;
const INFINITE = 0x7f800000;
const TOO_LARGE = 0x47800000;

/** @param size Bits of a float32 without its sign. */
function normal(size: number): number {
  if (size > INFINITE) return 0x7e00;
  if (size >= TOO_LARGE) return 0x7c00;
  const even = (size >>> 13) & 1;
  return ((size + 0xfff + even) >>> 13) - (112 << 10); // a carry makes the next exponent, or infinity
}

/** @param into Gets the value of each half, exactly. */
export function fromHalves(halves: Uint16Array, into: Float32Array): void {
  table ??= valuesOfAll();
  for (let p = 0; p < halves.length; p++) into[p] = table[halves[p]!]!;
}

let table: Float32Array | null = null;

/** The value of each of the 65,536 halves: looking one up takes a tenth of working it out. */
function valuesOfAll(): Float32Array {
  const values = new Float32Array(2 ** 16);
  const bits = new Uint32Array(values.buffer);
  for (let half = 0; half < values.length; half++) {
    const exponent = (half >>> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0) values[half] = fraction * 2 ** -24;
    else bits[half] = ((exponent === 0x1f ? 0xff : exponent + 112) << 23) | (fraction << 13);
    bits[half] = bits[half]! | ((half & 0x8000) << 16);
  }
  return values;
}
