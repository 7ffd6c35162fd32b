import { expect, test } from "vitest";
import { pluralName } from "./class-words.ts";
import { helpedSentence, shardSentence } from "./shard-words.ts";

const classes = ["cat", "frog", "ship", "deer"];

test("names the classes that stand out, largest first", () => {
  expect(shardSentence([10, 300, 190, 0], classes)).toBe(
    "Your pictures: 500, mostly frogs and ships.",
  );
});

test("an even share is of all kinds", () => {
  expect(shardSentence([125, 126, 124, 125], classes)).toBe("Your pictures: 500, of all kinds.");
});

test("nothing is said about pictures that are not there", () => {
  expect(shardSentence([], classes)).toBe("Your pictures: none yet.");
});

test("plurals are English", () => {
  const names = [
    "deer",
    "fox",
    "butterfly",
    "ray",
    "sweet_pepper",
    "vertical bars",
    "cross",
    "bus",
  ];
  expect(names.map(pluralName)).toEqual([
    "deer",
    "foxes",
    "butterflies",
    "rays",
    "sweet peppers",
    "vertical bars",
    "crosses",
    "buses",
  ]);
});

test("counts rounds helped in", () => {
  expect(helpedSentence(2, 3)).toBe("You have helped in 2 of 3 rounds.");
  expect(helpedSentence(0, 1)).toBe("You have helped in 0 of 1 round.");
  expect(helpedSentence(0, 0)).toBe("No round is finished yet.");
});
