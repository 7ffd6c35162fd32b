// Pictures in memory of any number of classes, as many as a federation needs: no download, and
// nothing to see on them.

import type { Dataset } from "@spikefed/datasets";

const PIXEL_BYTES = 3072;

export function madeUpPictures(classes: number, train: number, test: number): Dataset {
  return {
    ...{ name: classes === 100 ? "cifar100" : "cifar10", source: "made-up pictures" },
    ...{ procedural: true, sha256: "0".repeat(64) },
    classes: Array.from({ length: classes }, (_, label) => `class ${label}`),
    train: pictures(train, classes),
    test: pictures(test, classes),
  };
}

function pictures(count: number, classes: number): Dataset["train"] {
  const pixels = new Uint8Array(count * PIXEL_BYTES);
  for (let at = 0; at < pixels.length; at++) pixels[at] = (at * 31 + (at >> 10) * 7) % 251;
  return { count, pixels, labels: Uint8Array.from({ length: count }, (_, i) => i % classes) };
}
