import { emptyView, type RunView } from "@spikefed/fl-core";
import { expect, test } from "vitest";
import { ringMarks, ringSentence } from "./ring.ts";
import { rosterFacts as entry, roundFacts } from "./testing/facts.ts";

const view = (closedMs: number | null): RunView => ({
  ...emptyView,
  phase: "training",
  round: 1,
  rounds: [roundFacts(1, { cohort: [1, 2, 3, 4], reported: [2], closedMs })],
});

const roster = [
  entry(1),
  entry(2),
  entry(3, { state: "asleep" }),
  entry(4, { online: false, state: "away" }),
  entry(5),
];

const states = (run: RunView) => ringMarks(run, roster).map(({ state }) => state);

test("each member of the round has a mark, and only they", () => {
  expect(states(view(null))).toEqual(["working", "sent", "asleep", "missing"]);
});

test("who has not sent when the round is over is missing", () => {
  expect(states(view(5))).toEqual(["missing", "sent", "asleep", "missing"]);
});

test("before the first round everybody here is in the ring", () => {
  expect(ringMarks(emptyView, roster).map(({ client }) => client)).toEqual([1, 2, 3, 5]);
});

test("the first mark is at the top, the second to the right of it", () => {
  const [first, second] = ringMarks(view(null), roster);
  expect(first?.y).toBeCloseTo(-1);
  expect(second?.x).toBeCloseTo(1);
});

test("the ring has a text twin without names", () => {
  expect(ringSentence(ringMarks(view(null), roster))).toBe(
    "Devices in this round: 1 working, 1 sent, 1 missing and 1 asleep.",
  );
  expect(ringSentence([])).toBe("No devices in this round.");
});
