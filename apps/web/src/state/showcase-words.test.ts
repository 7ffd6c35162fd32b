import { emptyView, type RoundSummary } from "@spikefed/fl-core";
import { expect, test } from "vitest";
import { answerText, pictureCards, roundOfModel, showcaseSentence } from "./showcase-words.ts";

const classes = ["cat", "dog_house"];
/** Votes whose winner is this class. */
const says = (...winners: number[]) => winners.map((winner) => (winner === 0 ? [2, 1] : [-1, 0]));
const model = (digit: string, ...winners: number[]) => ({
  ...{ modelHash: digit.repeat(64), votes: says(...winners) },
});
const cardsOf = (before: number[] | null, now: number[], labels = [0, 1, 1]) =>
  pictureCards(
    labels,
    { before: before && model("1", ...before), newest: model("2", ...now), raster: null },
    classes,
  );

const made = { round: 4, rolledBack: false };

test("a card tells the truth and both votes, each right or wrong", () => {
  const [first, second] = cardsOf([1, 0, 0], [0, 0, 1]);
  expect(first).toEqual({
    truth: "cat",
    before: { name: "dog house", isRight: false },
    now: { name: "cat", isRight: true },
  });
  expect([answerText(first!.now), answerText(second!.now)]).toEqual(["cat ✓", "cat ✗"]);
});

test("what was not measured is missing, never a vote", () => {
  const cards = pictureCards([0, 1], null, classes);
  expect(cards.map(({ now }) => answerText(now))).toEqual(["not measured", "not measured"]);
  expect(showcaseSentence(cards, null)).toMatch(/^No model has looked/);
  expect(showcaseSentence([], null)).toBe("There are no pictures to show.");
});

test.each([
  [null, [0, 0, 1], "After round 4 the group model names 2 of 3 pictures."],
  [[0, 0, 0], [0, 1, 1], "That is 2 more than before."],
  [[0, 1, 1], [1, 0, 1], "That is 2 fewer than before: averaging can also unlearn."],
  [[0, 1, 0], [0, 0, 0], "That is 1 fewer than before"],
  [[0, 0, 0], [1, 1, 1], "That is 1 more than before, though 1 it knew are lost."],
  [[0, 1, 0], [0, 1, 0], "That is as before."],
  [[0, 1, 0], [0, 0, 1], "As many as before, though not the same: 1 it knew are lost."],
] as const)("before %j, now %j: %s", (before, now, words) => {
  expect(showcaseSentence(cardsOf(before && [...before], [...now]), made)).toContain(words);
});

test("a round that was taken back is said to be", () => {
  const back = { ...made, rolledBack: true };
  for (const before of [null, [0, 1, 1]]) {
    const cards = cardsOf(before, [1, 0, 1]);
    expect(showcaseSentence(cards, back)).toMatch(/ This round was taken back\.$/);
    expect(showcaseSentence(cards, made)).not.toContain("taken back");
  }
});

test("a model is called by its round, and by none that the log does not know", () => {
  const round = (number: number, digit: string) =>
    ({ round: number, modelHash: digit.repeat(64) }) as RoundSummary;
  const view = { ...emptyView, rounds: [round(1, "1"), round(2, "2")] };
  expect(roundOfModel(view, "2".repeat(64))?.round).toBe(2);
  expect(roundOfModel(view, "3".repeat(64))).toBeNull();
  expect(roundOfModel(view, undefined)).toBeNull();
});
