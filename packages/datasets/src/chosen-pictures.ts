// Some pictures of a set, as a set of their own.

import type { ImageSet } from "./dataset.ts";
import { PIXEL_BYTES } from "./record-format.ts";

/** @param indices In this order; each below `set.count`. */
export function chosenPictures(set: ImageSet, indices: Uint32Array): ImageSet {
  const labels = Uint8Array.from(indices, (index) => set.labels[index] ?? 0);
  const pixels = new Uint8Array(indices.length * PIXEL_BYTES);
  indices.forEach((index, at) => {
    const from = index * PIXEL_BYTES;
    pixels.set(set.pixels.subarray(from, from + PIXEL_BYTES), at * PIXEL_BYTES);
  });
  return { count: indices.length, labels, pixels };
}
