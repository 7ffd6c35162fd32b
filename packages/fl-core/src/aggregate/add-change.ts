// The last step of every strategy: base model and change become the next model.

import { SpikefedError } from "@spikefed/protocol";

/** Values of the flat model, from `offset` on. */
export interface Range {
  offset: number;
  length: number;
}

/**
 * `out[p] = base[p] + change[p]`, added in float64 and rounded to float32 once; then no value of a
 * range is below zero.
 *
 * @param base `[P]`; not changed.
 * @param change `[P]`
 * @param nonNegative `varianceSlots` of the model.
 * @throws {SpikefedError} `update/shape` when the lengths differ.
 */
export function addChange(
  base: Float32Array,
  change: Float64Array | Float32Array,
  nonNegative: readonly Range[],
): Float32Array<ArrayBuffer> {
  if (base.length !== change.length) {
    const facts = { tensor: "(all)", got: base.length, want: change.length };
    throw new SpikefedError("update/shape", facts);
  }
  const out = new Float32Array(base.length);
  for (let p = 0; p < out.length; p++) out[p] = base[p]! + change[p]!;
  for (const { offset, length } of nonNegative) {
    for (let p = offset; p < offset + length; p++) out[p] = Math.max(out[p]!, 0);
  }
  return out;
}
