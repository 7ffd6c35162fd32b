import { expect, test } from "vitest";

import { labelledImages, planesOfRgba } from "./images.ts";

test("labels count the pictures", () => {
  const pixels = Uint8Array.from({ length: 12 }, (_, i) => i);
  const images = labelledImages(pixels, [3, 255]);
  expect(images).toEqual({ count: 2, labels: Uint8Array.of(3, 255), pixels });
});

test.each([
  ["no picture", 0, [], "0 values are not 0 pictures of one size"],
  ["labels without pixels", 0, [1], "0 values are not 1 pictures of one size"],
  ["a picture too short", 11, [1, 2], "11 values are not 2 pictures of one size"],
  ["a negative label", 2, [0, -1], "label -1 is not a class"],
  ["a label beyond a byte", 2, [256, 0], "label 256 is not a class"],
  ["half a label", 2, [0.5, 0], "label 0.5 is not a class"],
  ["no number", 2, [0, NaN], "label NaN is not a class"],
])("%s is refused with the numbers", (_, length, labels, fact) => {
  expect(() => labelledImages(new Uint8Array(length), labels)).toThrow(
    expect.objectContaining({ code: "data/batch", fact }),
  );
});

test("a canvas' pixels become planes, picture by picture, without opacity", () => {
  const pixel = (red: number) => [red, red + 1, red + 2, 255];
  const rgba = Uint8ClampedArray.from([10, 20, 30, 40].flatMap(pixel));
  expect([...planesOfRgba(rgba, 2)]).toEqual([10, 20, 11, 21, 12, 22, 30, 40, 31, 41, 32, 42]);
});

test("pixels that are not whole pictures are refused", () => {
  expect(() => planesOfRgba(new Uint8Array(12), 2)).toThrow(
    "12 bytes are not pictures of 2 pixels",
  );
});
