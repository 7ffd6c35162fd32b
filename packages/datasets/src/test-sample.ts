// The held-out pictures that a run is judged on: the first of a seeded permutation, so that every
// round of a run, and every run with this seed, is judged on the same ones.

import { chosenPictures } from "./chosen-pictures.ts";
import type { ImageSet } from "./dataset.ts";

export function testSample(set: ImageSet, count: number, seed: number): ImageSet {
  const order = permutation(set.count, seed).subarray(0, Math.min(count, set.count));
  return chosenPictures(set, order);
}

/** Fisher-Yates with xorshift32. */
function permutation(length: number, seed: number): Uint32Array {
  const order = Uint32Array.from({ length }, (_, index) => index);
  let state = (Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995) >>> 0 || 1;
  for (let at = length - 1; at > 0; at--) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const other = (state >>> 0) % (at + 1);
    const kept = order[at] ?? 0;
    order[at] = order[other] ?? 0;
    order[other] = kept;
  }
  return order;
}
