import { expect, test } from "vitest";

import { labelledImages } from "./images.ts";
import { partOf } from "./part.ts";

/** Picture i: two bytes of i, label i. */
const shard = labelledImages(
  Uint8Array.from({ length: 40 }, (_, at) => Math.floor(at / 2)),
  Array.from({ length: 20 }, (_, i) => i),
);

test("a part has so many different pictures, each with its label", () => {
  const { count, labels, pixels } = partOf(shard, 7, 3);
  expect(count).toBe(7);
  expect(new Set(labels).size).toBe(7);
  expect([...pixels]).toEqual([...labels].flatMap((label) => [label, label]));
});

test("the seed decides which: the same again, and over the rounds all of them", () => {
  expect(partOf(shard, 7, 3)).toEqual(partOf(shard, 7, 3));
  const seen = Array.from({ length: 30 }, (_, round) => [...partOf(shard, 7, round).labels]);
  expect(new Set(seen.map((labels) => labels.join())).size).toBeGreaterThan(25);
  expect(new Set(seen.flat()).size).toBe(20);
});

test("all of it is the shard itself, which a device keeps in its memory", () => {
  expect(partOf(shard, 20, 3)).toBe(shard);
  expect(partOf(shard, 99, 3)).toBe(shard);
});
