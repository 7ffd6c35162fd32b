// A client's share of the training images, as the bytes that the coordinator serves. Pure.

import { SpikefedError } from "@spikefed/protocol";
import type { ImageSet } from "./dataset.ts";
import { PIXEL_BYTES } from "./record-format.ts";

/** 1 label byte and 3,072 pixel bytes. */
export const SHARD_RECORD_BYTES = 1 + PIXEL_BYTES;

/**
 * The chosen images as records, in the order of `indices`; an index may come twice.
 *
 * Format: N records of exactly 3,073 bytes, nothing before, between or after them, so
 * N = byteLength / 3073. Record i starts at byte 3073 i:
 *
 *     byte 0            label, 0..C-1 (CIFAR-100: the fine label)
 *     bytes 1..1024     R plane, row-major: R of pixel (y, x) at 1 + 32 y + x, 0..255
 *     bytes 1025..2048  G plane
 *     bytes 2049..3072  B plane
 *
 * This is the official CIFAR-10 binary record, and it is used for every dataset. The number of
 * classes C is not in the bytes; the reader takes it from the model.
 *
 * @param indices [N], each below `set.count`
 * @returns [N, 3073]
 * @throws data/index when an index is outside the set
 */
export function shardBytes(set: ImageSet, indices: Uint32Array | readonly number[]): Uint8Array {
  const bytes = new Uint8Array(indices.length * SHARD_RECORD_BYTES);
  let start = 0;
  for (const index of indices) {
    const label = set.labels[index];
    if (label === undefined) {
      throw new SpikefedError("data/index", { index, count: set.count });
    }
    bytes[start] = label;
    bytes.set(set.pixels.subarray(index * PIXEL_BYTES, (index + 1) * PIXEL_BYTES), start + 1);
    start += SHARD_RECORD_BYTES;
  }
  return bytes;
}
