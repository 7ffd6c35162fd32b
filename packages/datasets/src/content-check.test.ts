import { expect, test } from "vitest";
import { channelStats, checkOfficial, classCounts } from "./content-check.ts";
import { madeUpSet } from "./testing/made-up-data.ts";
import { emptySet, recordFormats } from "./record-format.ts";

const { cifar10, cifar100 } = recordFormats;

test("Mean and deviation are those of each channel over all images, from 0 to 1.", () => {
  const set = emptySet(cifar10, 2);
  set.pixels.fill(255, 0, 1024).fill(51, 1024, 2048); // the second image is black
  const { mean, std } = channelStats(set);
  [0.5, 0.1, 0].forEach((want, c) => {
    expect(mean[c]).toBeCloseTo(want, 12);
    expect(std[c]).toBeCloseTo(want, 12);
  });
});

test("Classes are counted, also those without an image.", () => {
  expect(classCounts(madeUpSet(cifar10, 11), 10)).toEqual([2, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
  expect(classCounts(madeUpSet(cifar10, 1), 3)).toEqual([1, 0, 0]);
});

test("A class with too many images is an error that names label and numbers.", () => {
  const train = madeUpSet(cifar100, 200);
  train.labels[5] = 6;
  expect(() => checkOfficial(cifar100, { train, test: madeUpSet(cifar100, 100) })).toThrow(
    "this is not CIFAR-100: the number of training images with label 5 is 1, not 2",
  );
});

test("Balanced images with other colours are not CIFAR-10, but may be CIFAR-100.", () => {
  const sets = { train: madeUpSet(cifar10, 20), test: madeUpSet(cifar10, 10) };
  expect(() => checkOfficial(cifar10, sets)).toThrow(/the mean of red, green and blue is 0\.4\d+/);
  const hundred = { train: madeUpSet(cifar100, 200), test: madeUpSet(cifar100, 100) };
  expect(() => checkOfficial(cifar100, hundred)).not.toThrow();
});
