// The drawn shapes as a dataset like any other. Pure.

import type { Counts, Dataset, ImageSet } from "./dataset.ts";
import { drawShapes, SHAPE_CLASSES } from "./drawn-shapes.ts";

const SEED = 2106;

export const SHAPES_COUNTS: Counts = { train: 5000, test: 1000 };

/** Of their records; a test draws them and compares. Another drawing needs another one. */
export const SHAPES_SHA256 = "cec97aa91779b7e584b8013a70373ba92ca99c8cddd9517861b93d7ab1a82bed";

export interface Shapes {
  train: ImageSet;
  test: ImageSet;
}

/**
 * 5,000 training and 1,000 test images, balanced, always the same.
 * @param because why they are shown in place of a real dataset, a part of a sentence
 */
export function shapesDataset(because?: string): Dataset {
  const { train, test } = SHAPES_COUNTS;
  const drawn = { train: drawShapes(SEED, 0, train), test: drawShapes(SEED, 1, test) };
  return shapesFrom(drawn, because);
}

/** The dataset of pictures that were drawn before. */
export function shapesFrom({ train, test }: Shapes, because?: string): Dataset {
  return {
    name: "shapes",
    source: because ? `drawn shapes (${because})` : "drawn shapes",
    procedural: true,
    classes: [...SHAPE_CLASSES],
    train: { count: train.count, labels: train.labels, pixels: train.pixels },
    test: { count: test.count, labels: test.labels, pixels: test.pixels },
    sha256: SHAPES_SHA256,
  };
}
