import { expect, test } from "vitest";

import { picturesAt, showcasePlaces, toldPictures } from "./showcase-pictures.ts";

test("the first picture of each class comes first, then others; never more than ten", () => {
  expect(showcasePlaces(Uint8Array.of(3, 3, 1, 3, 0))).toEqual([0, 2, 4, 1, 3]);
  const many = Uint8Array.from({ length: 40 }, (_, i) => i % 20);
  expect(showcasePlaces(many)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(showcasePlaces(Uint8Array.of())).toEqual([]);
});

test("pictures keep their label, and are told in base64", () => {
  const set = { count: 3, labels: Uint8Array.of(5, 6, 5), pixels: Uint8Array.of(1, 2, 3, 4, 5, 6) };
  const chosen = { count: 2, labels: Uint8Array.of(5, 6), pixels: Uint8Array.of(1, 2, 3, 4) };
  expect(picturesAt(set, [0, 1])).toEqual(chosen);
  expect(toldPictures(set)).toEqual([
    { label: 5, pixels: "AQI=" },
    { label: 6, pixels: "AwQ=" },
    { label: 5, pixels: "BQY=" },
  ]);
});
