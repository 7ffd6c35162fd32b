import { expect, test } from "vitest";
import { classCounts } from "./content-check.ts";
import { drawShapes, SHAPE_CLASSES } from "./drawn-shapes.ts";
import { recordFormats } from "./record-format.ts";
import { recordsSha256 } from "./records-sha256.ts";
import { shapesDataset } from "./shapes-dataset.ts";

test("The same seed draws the same bytes, another seed or stream draws others.", () => {
  const first = drawShapes(1, 0, 40);
  expect(drawShapes(1, 0, 40)).toEqual(first);
  expect(drawShapes(2, 0, 40).pixels).not.toEqual(first.pixels);
  expect(drawShapes(1, 1, 40).pixels).not.toEqual(first.pixels);
});

test("The dataset is balanced, complete and the same on every machine.", () => {
  const shapes = shapesDataset();
  expect(shapes.classes).toEqual(SHAPE_CLASSES);
  expect(classCounts(shapes.train, 10)).toEqual(new Array(10).fill(500));
  expect(classCounts(shapes.test, 10)).toEqual(new Array(10).fill(100));
  expect(shapes.train.pixels.length).toBe(5000 * 3072);
  const { train, test } = shapes;
  const records = { train: { ...train, coarse: null }, test: { ...test, coarse: null } };
  expect(recordsSha256(recordFormats.cifar10, records)).toBe(shapes.sha256);
});

test("Classes come in mixed order, so that a run of images holds several.", () => {
  const { labels } = drawShapes(5, 0, 200);
  expect(new Set(labels.subarray(0, 40)).size).toBeGreaterThan(6);
});

test("The dataset says that it was drawn, and why.", () => {
  expect(shapesDataset()).toMatchObject({ procedural: true, source: "drawn shapes" });
  expect(shapesDataset("no network").source).toBe("drawn shapes (no network)");
});
