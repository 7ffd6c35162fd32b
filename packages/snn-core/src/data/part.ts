// A part of a shard, as a smaller one.

import { shuffled, subSeed } from "../random/counter.ts";
import { type LabelledImages } from "./shard.ts";

/**
 * `count` of the pictures, drawn by the seed and in the shard's order; the same pictures for the same
 * seed. The shard itself where it has no more.
 */
export function partOf(images: LabelledImages, count: number, seed: number): LabelledImages {
  if (count >= images.count) return images;
  const drawn = shuffled(images.count, subSeed(seed, -3)).subarray(0, count).sort();
  const size = images.pixels.length / images.count;
  const pixels = new Uint8Array(count * size);
  drawn.forEach((index, at) => {
    pixels.set(images.pixels.subarray(index * size, (index + 1) * size), at * size);
  });
  return { count, labels: Uint8Array.from(drawn, (index) => images.labels[index]!), pixels };
}
