// The drawn shapes as a dataset like any other. Pure.

import type { Dataset } from "./dataset.ts";
import { drawShapes, SHAPE_CLASSES } from "./drawn-shapes.ts";
import { recordFormats } from "./record-format.ts";
import { recordsSha256 } from "./records-sha256.ts";

const SEED = 2106;

/**
 * 5,000 training and 1,000 test images, balanced, always the same.
 * @param because why they are shown in place of a real dataset, a part of a sentence
 */
export function shapesDataset(because?: string): Dataset {
  const train = drawShapes(SEED, 0, 5000);
  const test = drawShapes(SEED, 1, 1000);
  const records = { train: { ...train, coarse: null }, test: { ...test, coarse: null } };
  return {
    name: "shapes",
    source: because ? `drawn shapes (${because})` : "drawn shapes",
    procedural: true,
    classes: [...SHAPE_CLASSES],
    train,
    test,
    sha256: recordsSha256(recordFormats.cifar10, records),
  };
}
