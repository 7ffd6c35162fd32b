// A model, and the change of a model, as bytes.

import { encodeTensors } from "@spikefed/protocol";

import type { Layout } from "./slot.ts";

/** Header bytes a tensor may need besides its name: type, shape, two offsets of 10 digits. */
const ENTRY_BYTES = 160;

/**
 * What local work changed, `after - before`, as safetensors.
 *
 * @param before `[P]`, the model that the local work started from.
 * @param after `[P]`
 */
export function writeUpdate(
  layout: Layout,
  before: Float32Array,
  after: Float32Array,
): Uint8Array<ArrayBuffer> {
  return writeState(
    layout,
    after.map((value, p) => value - (before[p] as number)),
  );
}

/** A whole flat model `[P]` as safetensors: the file that is hashed, stored and served. */
export function writeState(layout: Layout, state: Float32Array): Uint8Array<ArrayBuffer> {
  return encodeTensors(
    layout.map(({ name, shape, offset, length }) => ({
      name,
      dtype: "F32",
      shape,
      data: state.subarray(offset, offset + length),
    })),
  );
}

/** Bytes that an update of this model can have at most: 4 a value and an allowance for the header. */
export function maxUpdateBytes(layout: Layout): number {
  const allowance = (slotName: string) => slotName.length + ENTRY_BYTES;
  return layout.reduce((sum, { name, length }) => sum + 4 * length + allowance(name), 256);
}
