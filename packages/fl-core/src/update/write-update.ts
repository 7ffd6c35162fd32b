// A model, and the change of a model, as bytes.

import {
  bytesPerValue,
  defaultUpdateEncoding,
  encodeTensors,
  type NamedTensor,
  type AnyDtype,
  type UpdateEncoding,
} from "@spikefed/protocol";

import { createRandom } from "../random/generator.ts";
import { chooseEncoding } from "./encodings/choose-encoding.ts";
import type { Encoding, PartData } from "./encodings/encoding.ts";
import type { Layout, Slot } from "./slot.ts";

/** Header bytes a tensor may need besides its name: type, shape, two offsets of 10 digits. */
const ENTRY_BYTES = 160;

export interface LocalChange {
  layout: Layout;
  /** `[P]`, the model that the local work started from. */
  before: Float32Array;
  /** `[P]`, the model that it made. */
  after: Float32Array;
  encoding: UpdateEncoding;
  /** The task's: of roundings by chance. */
  seed: number;
  /** `[P]`, what this client's updates have not sent so far; null: nothing. */
  remainder: Float32Array | null;
}

export interface WrittenUpdate {
  /** safetensors */
  bytes: Uint8Array<ArrayBuffer>;
  /**
   * `[P]`, the remainder once this update is counted; null: this encoding leaves none. Of an update
   * that is not counted the remainder before it stays.
   */
  remainder: Float32Array<ArrayBuffer> | null;
}

/**
 * What local work changed, `after - before`, in the run's encoding. With top-k the remainder is
 * added first, and what is not among the largest becomes the new one (error feedback), so that over
 * the rounds all that was learned is sent.
 *
 * @see Stich et al., Sparsified SGD with Memory, NeurIPS 2018, Algorithm 1.
 */
export function encodeUpdate(local: LocalChange): WrittenUpdate {
  const { layout, before, after, encoding: choice, seed } = local;
  const remainder = choice.kind === "top-k" ? new Float32Array(after.length) : null;
  const choose = chooseEncoding(choice);
  const random = createRandom(seed, 13);
  const change = after.map((value, p) => value - before[p]! + (local.remainder?.[p] ?? 0));
  const tensors = layout.flatMap((slot) => {
    const encoding = choose(slot);
    const values = change.subarray(slot.offset, slot.offset + slot.length);
    const data = encoding.write(values, random);
    remainder?.set(notSent(encoding, { slot, values, data }), slot.offset);
    return encoding.parts(slot).map((part, i) => ({ ...part, data: data[i] }));
  });
  return { bytes: encodeTensors(tensors as NamedTensor<AnyDtype>[]), remainder };
}

/** What a reader will not find, value by value. */
function notSent(
  encoding: Encoding,
  { slot, values, data }: { slot: Slot; values: Float32Array; data: readonly PartData[] },
): Float32Array {
  const sent = new Float32Array(values.length);
  encoding.read(slot, data, sent);
  return values.map((value, p) => value - sent[p]!);
}

/** What local work changed, `after - before`, `[P]` each, value by value. */
export function writeUpdate(
  layout: Layout,
  before: Float32Array,
  after: Float32Array,
): Uint8Array<ArrayBuffer> {
  const encoding = defaultUpdateEncoding;
  return encodeUpdate({ layout, before, after, encoding, seed: 0, remainder: null }).bytes;
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

/** Bytes that an update of this model can have at most: its values and an allowance for the header. */
export function maxUpdateBytes(
  layout: Layout,
  encoding: UpdateEncoding = defaultUpdateEncoding,
): number {
  const choose = chooseEncoding(encoding);
  const parts = layout.flatMap((slot) => choose(slot).parts(slot));
  return parts.reduce((sum, { name, dtype, shape }) => {
    const values = shape.reduce((product, size) => product * size, 1);
    return sum + values * bytesPerValue(dtype) + name.length + ENTRY_BYTES;
  }, 256);
}
