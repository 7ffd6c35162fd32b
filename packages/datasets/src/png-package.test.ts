import { gzipSync } from "node:zlib";
import { encode } from "fast-png";
import { expect, test } from "vitest";
import type { DataProgress } from "./dataset.ts";
import {
  failureOf,
  inChunks,
  madeUpSet,
  pngOf,
  pngPackageFiles,
  tarOf,
  type Files,
} from "./testing/made-up-data.ts";
import { imagesFromPng } from "./png-images.ts";
import { readPngPackage } from "./png-package.ts";
import { recordFormats } from "./record-format.ts";

const train = madeUpSet(recordFormats.cifar10, 20);
const testSet = madeUpSet(recordFormats.cifar10, 4, 2);
const counts = { train: 20, test: 4 };

function read(change: Files = {}, without?: string, onProgress?: (p: DataProgress) => void) {
  const files: Files = {
    ...pngPackageFiles(train, testSet),
    "index.js": "not looked at",
    ...change,
  };
  if (without) delete files[without];
  const chunks = inChunks(gzipSync(tarOf("package/", files)));
  return readPngPackage({ file: "p.tgz", chunks }, counts, onProgress);
}

test("A row of interleaved pixels becomes one planar image.", () => {
  const data = new Uint8Array(2 * 3072);
  data.set([1, 2, 3, 4, 5, 6], 3072);
  const png = encode({ width: 1024, height: 2, data, channels: 3, depth: 8 });
  const images = imagesFromPng(png, "a.png");
  expect(images.length).toBe(2 * 3072);
  const second = images.subarray(3072);
  expect([second[0], second[1], second[1024], second[1025], second[2048], second[2049]]).toEqual([
    1, 4, 2, 5, 3, 6,
  ]);
});

test("A PNG of another form or no PNG at all is an error that names the file.", () => {
  const narrow = encode({ width: 3, height: 1, data: new Uint8Array(9), channels: 3, depth: 8 });
  expect(() => imagesFromPng(narrow, "a.png")).toThrow("a.png is damaged: it is 3 wide");
  expect(() => imagesFromPng(new Uint8Array(50), "b.png")).toThrow("b.png is damaged: not a PNG");
});

test("The package gives the images and labels of all batches, in order.", async () => {
  const told: DataProgress[] = [];
  const sets = await read({}, undefined, (progress) => told.push(progress));
  expect(sets.train).toEqual(train);
  expect(sets.test).toEqual(testSet);
  expect(told.at(-1)).toEqual({ step: "decode", done: 24, total: 24 });
});

test("A package without one of its files is an error that names it.", async () => {
  const error = await failureOf(read({}, "data_batch_3.png"));
  expect(error.code).toBe("data/missing-member");
  expect(error.fact).toBe("p.tgz has no data_batch_3.png");
});

test("A batch with too few images is an error with both counts.", async () => {
  const error = await failureOf(read({ "data_batch_2.png": pngOf(train.pixels.slice(0, 3072)) }));
  expect(error.fact).toBe("p.tgz: data_batch_2.png is damaged: it holds 1 images, 4 are right");
});

test("Labels that are too few, out of range or no list are errors.", async () => {
  const few = await failureOf(read({ "test_lables.json": "[1,2]" }));
  expect(few.fact).toContain("it holds 2 labels, 4 are right");
  const range = await failureOf(read({ "test_lables.json": "[1,2,10,3]" }));
  expect(range.code).toBe("data/label-range");
  expect(range.fact).toContain("record 2 of p.tgz: test_lables.json has label 10");
  const text = await failureOf(read({ "test_lables.json": '["a",1,2,3]' }));
  expect(text.code).toBe("data/label-range");
  expect((await failureOf(read({ "test_lables.json": "[1," }))).fact).toContain("not JSON");
  expect((await failureOf(read({ "test_lables.json": "{}" }))).fact).toContain("not a list");
});
