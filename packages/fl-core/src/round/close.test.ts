import { expect, test } from "vitest";

import { failed, join, leave, modelOf, openRoom, update, updateOf } from "./testing/script.ts";

test("a round closes as soon as all have reported, and is averaged", () => {
  const room = openRoom([1, 2]).play(update(2, 1), update(1, 1));
  expect(room.state.phase).toBe("aggregating");
  expect(room.effects.slice(2)).toEqual([
    { type: "close", round: 1, why: "all-reported", reported: [1, 2], missing: [], needed: 1 },
    {
      type: "aggregate",
      round: 1,
      base: modelOf(0),
      version: 1,
      updates: [updateOf(1, 1), updateOf(2, 1)],
    },
  ]);
});

test("a round closes at its deadline with what has arrived; the late are told to stop", () => {
  const room = openRoom([1, 2]).play(update(1, 1), 999);
  expect(room.state.phase).toBe("training");
  room.play(1);
  expect(room.effects).toEqual([
    { type: "cancel", round: 1, clients: [2], why: "closed" },
    { type: "close", round: 1, why: "deadline", reported: [1], missing: [2], needed: 1 },
    { type: "aggregate", round: 1, base: modelOf(0), version: 1, updates: [updateOf(1, 1)] },
  ]);
});

test("any event after the deadline closes the round, not only a tick", () => {
  const room = openRoom([1, 2]).play(update(1, 1));
  room.nowMs += 1000;
  expect(room.play(join(3)).seen("close")[0]?.why).toBe("deadline");
});

test("the host can close a round", () => {
  const room = openRoom([1, 2]).play(update(1, 1), "next");
  expect(room.seen("close")[0]).toMatchObject({ why: "host", reported: [1], missing: [2] });
  expect(room.state.phase).toBe("aggregating");
});

test("who leaves in the middle is not waited for", () => {
  const room = openRoom([1, 2]).play(update(1, 1), leave(2));
  expect(room.seen("close")[0]).toMatchObject({ why: "all-reported", missing: [2] });
});

test("who says that it failed is not waited for", () => {
  const room = openRoom([1, 2]).play(failed(2, 1), update(1, 1));
  expect(room.state.phase).toBe("aggregating");
});

test("a failure in another round is of no interest", () => {
  const room = openRoom([1, 2]).play(failed(2, 9), update(1, 1));
  expect(room.state.phase).toBe("training");
});

test("an update counts even when its owner leaves afterwards", () => {
  const room = openRoom([1, 2]).play(update(1, 1), leave(1), 1000);
  expect(room.seen("aggregate")[0]?.updates).toEqual([updateOf(1, 1)]);
});

test("a failure after the update does not take it back", () => {
  const room = openRoom([1, 2]).play(update(1, 1), failed(1, 1), update(2, 1));
  expect(room.seen("aggregate")[0]?.updates).toHaveLength(2);
});

test("with too few updates the round is repeated at once after its deadline", () => {
  const room = openRoom([1, 2], { minReports: 2 }).play(update(1, 1), 1000);
  expect(room.seen("repeat")).toEqual([{ type: "repeat", round: 1, reported: 1, needed: 2 }]);
  expect(room.seen("aggregate")).toEqual([]);
  expect(room.state).toMatchObject({ phase: "training", round: 1, attempt: 1 });
});

test("a repeated round keeps its updates and does not ask their owners again", () => {
  const room = openRoom([1, 2, 3], { minReports: 2 }).play(update(1, 1), 1000);
  expect(room.seen("invite")[0]?.cohort).toEqual([2, 3]);
  room.play(update(2, 1), 1000);
  expect(room.seen("close")[0]).toMatchObject({ reported: [1, 2], missing: [3] });
  expect(room.seen("aggregate")[0]?.updates).toEqual([updateOf(1, 1), updateOf(2, 1)]);
});

test("a repeated round needs only those who are missing", () => {
  const room = openRoom([1, 2], { minReports: 2 }).play(update(1, 1), leave(2), 1000);
  expect(room.state.phase).toBe("selecting");
  expect(room.play(join(3)).seen("invite")[0]?.cohort).toEqual([3]);
});

test("when everybody fails at once the next attempt waits, longer each time", () => {
  const room = openRoom([1], { roundMs: 10_000 });
  const waits = [1, 2, 3, 4, 5].map(() => {
    room.play(failed(1, 1));
    expect(room.state.phase).toBe("selecting");
    const waitMs = (room.state.notBeforeMs ?? 0) - room.nowMs;
    expect(room.play(waitMs - 1).seen("invite")).toEqual([]);
    expect(room.play(1).seen("invite")).toHaveLength(1);
    return waitMs;
  });
  expect(waits).toEqual([1000, 2000, 4000, 8000, 10_000]);
});

test("the host need not wait for the next attempt", () => {
  const room = openRoom([1]).play(failed(1, 1), "next");
  expect(room.seen("invite")).toHaveLength(1);
});

test("a new attempt draws a new cohort", () => {
  const clients = Array.from({ length: 20 }, (_, i) => i);
  const room = openRoom(clients, { participants: 3 });
  const cohorts = [0, 1, 2].map(() => {
    const cohort = [...room.state.cohort].join();
    room.play(1000);
    return cohort;
  });
  expect(new Set(cohorts).size).toBeGreaterThan(1);
});
