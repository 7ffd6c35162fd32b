import { expect, test } from "vitest";

import {
  aggregated,
  createScript,
  evaluated,
  join,
  leave,
  modelOf,
  openRoom,
  update,
} from "./testing/script.ts";

test("nothing opens before the host starts", () => {
  const room = createScript().play(join(1), join(2), 5000);
  expect(room.state.phase).toBe("lobby");
  expect(room.effects).toEqual([]);
});

test("start invites everybody present, until a deadline", () => {
  const room = openRoom([2, 1]);
  expect(room.state.phase).toBe("training");
  const deadlineMs = room.nowMs + 1000;
  expect(room.effects).toEqual([
    { type: "say", what: "started" },
    {
      type: "invite",
      round: 1,
      cohort: [1, 2],
      stragglers: [],
      goal: null,
      deadlineMs,
      again: false,
    },
  ]);
});

test("a round waits until as many are present as must report, then opens at once", () => {
  const room = openRoom([1], { minReports: 2 });
  expect(room.state.phase).toBe("selecting");
  expect(room.play(99_999).effects).toEqual([]);
  expect(room.play(join(2)).seen("invite")[0]?.cohort).toEqual([1, 2]);
});

test("an empty room waits and keeps round and model", () => {
  const room = openRoom([1]);
  room.play(update(1, 1), aggregated(1), leave(1), evaluated(1), 999_999);
  expect(room.state).toMatchObject({ phase: "selecting", round: 2, model: modelOf(1) });
  expect(room.play(join(1)).seen("invite")).toHaveLength(1);
});

test("of many present, as many as the rules say are invited, the same for the same seed", () => {
  const clients = [1, 2, 3, 4, 5, 6, 7, 8];
  const cohort = (seed: number) => [...openRoom(clients, { participants: 3, seed }).state.cohort];
  expect(cohort(1)).toHaveLength(3);
  expect(cohort(1)).toEqual(cohort(1));
  const others = [2, 3, 4, 5, 6].map((seed) => cohort(seed).join());
  expect(new Set(others).size).toBeGreaterThan(1);
});

test("never fewer are invited than must report", () => {
  expect(openRoom([1, 2, 3], { participants: 1, minReports: 2 }).state.cohort.size).toBe(2);
});

test("someone who comes while a round is open waits for the next one", () => {
  const room = openRoom([1]);
  expect(room.play(join(2)).effects).toEqual([]);
  room.play(update(1, 1), aggregated(1), evaluated(1));
  expect(room.seen("invite")[0]?.cohort).toEqual([1, 2]);
});

test("who comes back to its open round is expected again and gets the task again", () => {
  const room = openRoom([1, 2, 3]).play(leave(2), update(1, 1), join(2));
  const deadlineMs = room.nowMs + 1000;
  expect(room.seen("invite")).toEqual([
    { type: "invite", round: 1, cohort: [2], stragglers: [], goal: null, deadlineMs, again: true },
  ]);
  expect(room.play(update(3, 1)).state.phase).toBe("training");
  expect(room.play(update(2, 1)).state.phase).toBe("aggregating");
});

test("who comes back after its update has nothing to do", () => {
  const room = openRoom([1, 2]).play(update(1, 1), leave(1), join(1));
  expect(room.seen("invite")).toEqual([]);
});

test("a reconnect without a leave gets the task again", () => {
  expect(openRoom([1, 2]).play(join(1)).seen("invite")[0]).toMatchObject({
    cohort: [1],
    again: true,
  });
});

test("an update that arrives while its owner is away is counted", () => {
  const room = openRoom([1, 2]).play(leave(1), update(1, 1));
  expect(room.seen("count")).toHaveLength(1);
});
