import { expect, test } from "vitest";
import { classCounts } from "./content-check.ts";
import { drawShapes, SHAPE_CLASSES } from "./drawn-shapes.ts";
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
  expect(shapes.sha256).toBe("cec97aa91779b7e584b8013a70373ba92ca99c8cddd9517861b93d7ab1a82bed");
});

test("Classes come in mixed order, so that a run of images holds several.", () => {
  const { labels } = drawShapes(5, 0, 200);
  expect(new Set(labels.subarray(0, 40)).size).toBeGreaterThan(6);
});

test("The dataset says that it was drawn, and why.", () => {
  expect(shapesDataset()).toMatchObject({ procedural: true, source: "drawn shapes" });
  expect(shapesDataset("no network").source).toBe("drawn shapes (no network)");
});
