import { emptyView, type RunView } from "@spikefed/fl-core";
import { expect, test } from "vitest";
import { clockKey, noClock, remainingMs, watchRound } from "./remaining.ts";
import { roundFacts } from "./testing/facts.ts";

const open = (round: number, openedMs: number): RunView => ({
  ...emptyView,
  phase: "training",
  round,
  rounds: [roundFacts(round, { openedMs, deadlineMs: openedMs + 60_000, closedMs: null })],
});

test("a round seen to open is timed on our own clock, however wrong it is", () => {
  const view = open(2, 9_000_000);
  const clock = watchRound(noClock, view, 500, false);
  expect(remainingMs(clock, view, 10_500)).toBe(50_000);
  expect(watchRound(clock, view, 10_500, false)).toBe(clock);
});

test("a round that was open before we came is timed on the coordinator's clock", () => {
  const view = open(2, 1_000);
  const clock = watchRound(noClock, view, 21_000, true);
  expect(remainingMs(clock, view, 21_000)).toBe(40_000);
});

test("never below zero or above the whole round", () => {
  const view = open(2, 1_000);
  const clock = watchRound(noClock, view, 0, true);
  expect(remainingMs(clock, view, -99_000)).toBe(60_000);
  expect(remainingMs(clock, view, 999_000)).toBe(0);
});

test("nothing is left when no round is open", () => {
  expect(remainingMs(noClock, emptyView, 0)).toBeNull();
  expect(remainingMs(noClock, { ...open(1, 0), phase: "evaluating" }, 0)).toBeNull();
});

test("a repeated round starts its time again", () => {
  const clock = watchRound(noClock, open(2, 1_000), 0, false);
  expect(watchRound(clock, open(2, 70_000), 69_000, false).seenMs).toBe(69_000);
});

test("the text of the clock changes with all that the time left depends on, and with no update", () => {
  const view = open(2, 1_000);
  const [round] = view.rounds;
  const same = (more: Partial<RunView>) => clockKey({ ...view, ...more }) === clockKey(view);
  expect(same({ next: 9, rounds: [{ ...round!, reported: [1] }] })).toBe(true);
  expect(same({ phase: "paused" })).toBe(false);
  expect(same({ runId: "another" })).toBe(false);
  const others = [{ round: 3 }, { openedMs: 1_001 }, { closedMs: 5_000 }, { deadlineMs: 9 }];
  for (const other of others) expect(same({ rounds: [{ ...round!, ...other }] })).toBe(false);
});
