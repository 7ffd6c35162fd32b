// A shard as it arrives: records of one label byte and 3072 pixel bytes.

import { SnnError } from "../errors.ts";

/** Bytes of one picture: 1024 red, 1024 green, 1024 blue, each 32 x 32 row by row. */
export const PIXEL_BYTES = 3072;

/** Pictures as bytes with one label each; `labelledImages` makes them of arrays of one's own. */
export interface LabelledImages {
  count: number;
  /** `[count]`, classes from 0. */
  labels: Uint8Array;
  /** `[count, C, H, W]` as the model's `input` says; `[count, 3, 32, 32]` in a shard. */
  pixels: Uint8Array;
}

/**
 * A shard of CIFAR-10's binary records: a label byte, then `PIXEL_BYTES` of pixels.
 *
 * @throws {SnnError} `data/shard` when the bytes are not whole records, or none.
 */
export function readShard(bytes: Uint8Array): LabelledImages {
  const record = 1 + PIXEL_BYTES;
  const count = bytes.length / record;
  if (!Number.isInteger(count) || count === 0) {
    throw new SnnError("data/shard", `${bytes.length} bytes are not whole records of ${record}`);
  }
  const labels = new Uint8Array(count);
  const pixels = new Uint8Array(count * PIXEL_BYTES);
  for (let i = 0; i < count; i++) {
    labels[i] = bytes[i * record]!;
    pixels.set(bytes.subarray(i * record + 1, (i + 1) * record), i * PIXEL_BYTES);
  }
  return { count, labels, pixels };
}
