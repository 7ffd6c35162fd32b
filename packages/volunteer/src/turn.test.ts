import { emptyView, type RunView } from "@spikefed/fl-core";
import { defaultSettings, type Task } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { isOver, takingRound } from "./turn.ts";

const summary = (round: number, more = {}) =>
  ({
    round,
    cohort: [],
    reported: [],
    modelHash: `m${round}`,
    rolledBack: false,
    ...more,
  }) as never;
const task = { runId: "r", round: 2, model: { hash: "m1" } } as Task;
const scheduler = { kind: "fedbuff", bufferSize: 2, maxStaleness: 2, speedSpread: 0 } as const;
const buffered: RunView = {
  ...{ ...emptyView, runId: "r", phase: "training", round: 2, modelHash: "m1" },
  ...{ rounds: [summary(1), summary(2)], settings: { ...defaultSettings, scheduler } },
};
const at = (view: RunView, round: number, more: Partial<RunView> = {}): RunView => ({
  ...{ ...view, round, modelHash: `m${round - 1}` },
  rounds: Array.from({ length: round }, (_, i) => summary(i + 1)),
  ...more,
});

test("a task is over with its round, in a run of rounds", () => {
  const rounds = { ...buffered, settings: defaultSettings };
  expect(isOver(task, rounds)).toBe(false);
  expect(isOver(task, at(rounds, 3))).toBe(true);
  expect(takingRound(at(rounds, 3), task)).toBeNull();
});

test("with a buffer it goes on, and its update is taken by the round that is open", () => {
  expect(isOver(task, at(buffered, 4))).toBe(false);
  expect(takingRound(at(buffered, 4), task)?.round).toBe(4);
  expect(takingRound(at(buffered, 4, { phase: "evaluating" }), task)).toBeNull();
});

test("until it is too old, its model is taken back, or the run ends", () => {
  expect(isOver(task, at(buffered, 5))).toBe(true);
  expect(isOver(task, at(buffered, 4, { phase: "done" }))).toBe(true);
  expect(isOver(task, { ...at(buffered, 4), runId: "other" })).toBe(true);
  const back = [summary(1, { rolledBack: true }), summary(2), summary(3)];
  expect(isOver(task, at(buffered, 3, { rounds: back }))).toBe(true);
});
