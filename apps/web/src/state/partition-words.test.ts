import { expect, test } from "vitest";
import { cellsOf, figuresOf, MOST_COLUMNS, partitionSentence } from "./partition-words.ts";

const counts = [
  [90, 10, 0],
  [0, 0, 50],
];

test("a cell is as strong as its class is large, and empty ones are left out", () => {
  expect(cellsOf(counts)).toEqual([
    { shard: 0, label: 0, strength: 1 },
    { shard: 0, label: 1, strength: 10 / 90 },
    { shard: 1, label: 2, strength: 50 / 90 },
  ]);
  const many = Array.from({ length: 1000 }, () => [1]);
  expect(cellsOf(many)).toHaveLength(MOST_COLUMNS);
});

test("the figures are those of the shares", () => {
  expect(figuresOf(counts)).toEqual({ smallest: 50, largest: 100, topShare: 0.95, held: 1.5 });
  expect(figuresOf([])).toBeNull();
});

test("the drawing has its sentence", () => {
  expect(partitionSentence(counts)).toBe(
    "2 shares of 50 to 100 pictures each. On average a share holds 1.5 of 3 classes, " +
      "and its largest class is 95\u00a0% of it.",
  );
  expect(partitionSentence([[7, 7]])).toMatch(/^1 share of 14 pictures each\./);
  expect(partitionSentence([])).toBe("No pictures are dealt.");
});
