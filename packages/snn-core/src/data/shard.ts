// A shard as it arrives: records of one label byte and 3072 pixel bytes.

import { SnnError } from "../errors.ts";

/** Bytes of one picture: 1024 red, 1024 green, 1024 blue, each 32 x 32 row by row. */
export const PIXEL_BYTES = 3072;

export interface LabelledImages {
  count: number;
  /** `[count]` */
  labels: Uint8Array;
  /** `[count, 3, 32, 32]` */
  pixels: Uint8Array;
}

/** @throws {SnnError} `data/shard` when the bytes are not whole records. */
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
