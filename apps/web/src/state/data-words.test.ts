import { expect, test } from "vitest";
import { dataSentence } from "./data-words.ts";

test("real pictures are named", () => {
  expect(dataSentence({ source: "CIFAR-10", procedural: false })).toBe("Pictures: CIFAR-10.");
});

test("drawn shapes are never passed off as CIFAR", () => {
  expect(dataSentence({ source: "drawn shapes", procedural: true })).toMatch(
    /drawn shapes, not CIFAR/,
  );
});

test("nothing is said before it is known", () => {
  expect(dataSentence(null)).toBeNull();
});
