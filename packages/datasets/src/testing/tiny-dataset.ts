// A dataset in memory for tests: labels in turn, pixels that tell images apart.

import type { Dataset, ImageSet } from "../dataset.ts";

const PIXEL_BYTES = 3072;

export function tinyDataset(train = 400, test = 50): Dataset {
  return {
    name: "shapes",
    source: "tiny test pictures",
    procedural: true,
    classes: Array.from({ length: 10 }, (_, label) => `class ${label}`),
    train: images(train),
    test: images(test),
    sha256: "0".repeat(60) + String(train).padStart(4, "0"),
  };
}

function images(count: number): ImageSet {
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 10);
  const pixels = new Uint8Array(count * PIXEL_BYTES);
  for (let i = 0; i < count; i++) {
    pixels.fill(i & 255, i * PIXEL_BYTES, (i + 1) * PIXEL_BYTES);
    pixels[i * PIXEL_BYTES] = i >> 8;
  }
  return { count, labels, pixels };
}
