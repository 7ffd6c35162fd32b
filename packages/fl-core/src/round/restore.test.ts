import { expect, test } from "vitest";

import { restoreRound, type SavedRound } from "./restore.ts";
import { noStanding } from "./standing.ts";
import { nextTickMs } from "./next-tick.ts";
import { createScript, join, modelOf, update, updateOf } from "./testing/script.ts";

const saved: SavedRound = {
  phase: "training",
  round: 2,
  attempt: 1,
  model: modelOf(1),
  accepted: [updateOf(1, 2)],
  previous: { round: 1, updates: [updateOf(1, 1)] },
  ...{ newest: 1, standing: noStanding, ending: null, filled: null, invitedIn: new Map() },
  measured: true,
  stepAllowed: true,
  changes: [],
  dropped: new Map(),
};
const graceEndMs = 1_005_000;

test("an open round is opened again for the others, with its updates, after a time to come back", () => {
  const { state } = restoreRound(saved, graceEndMs);
  expect(nextTickMs(state)).toBe(graceEndMs);
  const room = createScript({}, state).play(join(1), join(2));
  expect(room.effects).toEqual([]);
  room.play(5000);
  expect(room.seen("invite")[0]?.cohort).toEqual([2]);
  room.play(update(2, 2));
  expect(room.seen("aggregate")[0]?.updates).toEqual([updateOf(1, 2), updateOf(2, 2)]);
});

test("an open round whose missing members do not come back is averaged from what it has", () => {
  const { state } = restoreRound(saved, graceEndMs);
  const room = createScript({}, state).play(join(1), 5000);
  expect(room.seen("close")[0]).toMatchObject({ reported: [1], missing: [] });
  expect(room.seen("aggregate")).toHaveLength(1);
});

test("averaging and evaluating are asked for again", () => {
  const averaging = restoreRound({ ...saved, phase: "aggregating" }, graceEndMs);
  expect(averaging.effects).toEqual([
    { type: "aggregate", round: 2, base: modelOf(1), version: 2, updates: [updateOf(1, 2)] },
  ]);
  const evaluating = restoreRound({ ...saved, phase: "evaluating", accepted: [] }, graceEndMs);
  expect(evaluating.effects).toEqual([{ type: "evaluate", round: 2, modelHash: "model-1" }]);
});

test("a pause stays a pause, the lobby a lobby, and what is done is done", () => {
  const paused = createScript({}, restoreRound({ ...saved, phase: "paused" }, graceEndMs).state);
  expect(paused.play(join(2), 99_999).effects).toEqual([]);
  expect(paused.play("resume").seen("invite")).toHaveLength(1);
  for (const phase of ["lobby", "done"] as const) {
    expect(restoreRound({ ...saved, phase }, graceEndMs).state.phase).toBe(phase);
  }
});

test("an update that was acknowledged before the stop gets its answer again", () => {
  const room = createScript({}, restoreRound(saved, graceEndMs).state);
  room.play(update(1, 2), update(1, 1));
  expect(room.seen("count").map(({ duplicate }) => duplicate)).toEqual([true, true]);
});
