// Looks through the values of an update, all of them, each time that it is read or added: in integers,
// which takes half as long as comparing numbers.

import { SpikefedError } from "@spikefed/protocol";

/** Of the bits of a float32: all but its sign. They ascend with the size; NaN's are above infinity's. */
const SIZE = 0x7fffffff;
const INFINITE = 0x7f800000;

/**
 * @param tensor as an error names it
 * @param limit largest size, a float32 above zero; Infinity: any finite value is welcome
 * @throws {SpikefedError} `update/not-finite`; `update/range`. Of the first value that is wrong.
 */
export function checkSizes(values: Float32Array, tensor: string, limit: number): void {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  const largest = Math.min(sizeOf(limit), INFINITE - 1);
  if (areWithin(bits, largest)) return;
  const index = bits.findIndex((one) => (one & SIZE) > largest);
  const value = values[index]!;
  const code = Number.isFinite(value) ? "update/range" : "update/not-finite";
  throw new SpikefedError(code, { tensor, index, value, limit });
}

/** Four at a time, without a branch: twice as fast as one by one. */
function areWithin(bits: Int32Array, largest: number): boolean {
  const whole = bits.length & ~3;
  let signs = 0; // negative once a size is above the largest one
  for (let p = 0; p < whole; p += 4) {
    const first = (largest - (bits[p]! & SIZE)) | (largest - (bits[p + 1]! & SIZE));
    signs |= first | (largest - (bits[p + 2]! & SIZE)) | (largest - (bits[p + 3]! & SIZE));
  }
  for (let p = whole; p < bits.length; p++) signs |= largest - (bits[p]! & SIZE);
  return signs >= 0;
}

function sizeOf(value: number): number {
  return new Int32Array(Float32Array.of(value).buffer)[0]! & SIZE;
}
