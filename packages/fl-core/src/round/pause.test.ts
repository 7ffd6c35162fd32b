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
  updateOf,
} from "./testing/script.ts";

test("a pause stops the clock; who has not reported starts again with the time that was left", () => {
  const room = openRoom([1, 2]).play(update(1, 1), 400, "pause");
  expect(room.effects.slice(1)).toEqual([
    { type: "cancel", round: 1, clients: [2], why: "paused" },
    { type: "say", what: "paused" },
  ]);
  expect(room.play(50_000).effects).toEqual([]);
  room.play("resume");
  expect(room.effects).toEqual([
    { type: "say", what: "resumed" },
    {
      type: "invite",
      round: 1,
      cohort: [2],
      stragglers: [],
      goal: null,
      deadlineMs: room.nowMs + 600,
      again: true,
    },
  ]);
  expect(room.play(599).state.phase).toBe("training");
  expect(room.play(1).seen("aggregate")[0]?.updates).toEqual([updateOf(1, 1)]);
});

test("an update that was on its way when the pause came is counted, and closes nothing", () => {
  const room = openRoom([1]).play("pause", update(1, 1));
  expect(room.seen("count")).toHaveLength(1);
  expect(room.state.phase).toBe("paused");
  expect(room.play("resume").seen("aggregate")).toHaveLength(1);
});

test("joins and leaves during a pause are remembered", () => {
  const room = openRoom([1, 2, 3]).play("pause", leave(1), leave(2), join(2), join(4));
  expect(room.seen("invite")).toEqual([]);
  expect(room.play("resume").seen("invite")[0]?.cohort).toEqual([2, 3]);
  room.play(update(2, 1), update(3, 1));
  expect(room.state.phase).toBe("aggregating");
});

test("a pause between rounds opens nothing", () => {
  const room = createScript({ minReports: 2 }).play("start", "pause", join(1), join(2), "next");
  expect(room.seen("invite")).toEqual([]);
  expect(room.play("resume").seen("invite")).toHaveLength(1);
});

test.each([["aggregating"], ["evaluating"]])(
  "a pause while %s is taken when that ends",
  (phase) => {
    const room = openRoom([1]).play(update(1, 1));
    if (phase === "aggregating") room.play("pause", aggregated(1), evaluated(1));
    else room.play(aggregated(1), "pause", evaluated(1));
    expect(room.seen("say")).toEqual([{ type: "say", what: "paused" }]);
    expect(room.seen("invite")).toEqual([]);
    expect(room.state).toMatchObject({ phase: "paused", round: 2 });
    expect(room.play("resume").seen("invite")).toHaveLength(1);
  },
);

test("a pause that is taken back before it began is none", () => {
  const room = openRoom([1]).play(update(1, 1), "pause", "resume", aggregated(1), evaluated(1));
  expect(room.seen("say")).toEqual([]);
  expect(room.state.phase).toBe("training");
});

test("after the last round the run is done", () => {
  const room = openRoom([1], { rounds: 2 });
  room.play(update(1, 1), aggregated(1), evaluated(1), update(1, 2), aggregated(2));
  expect(room.seen("evaluate").map(({ modelHash }) => modelHash)).toEqual(["model-1", "model-2"]);
  expect(room.play(evaluated(2)).effects).toMatchObject([{ type: "end", why: "rounds" }]);
  expect(room.state).toMatchObject({ phase: "done", round: 2, model: modelOf(2) });
});

test("nothing moves a run that is done", () => {
  const room = openRoom([1], { rounds: 1 }).play(update(1, 1), aggregated(1), evaluated(1));
  room.play(join(2), "start", "next", "pause", "resume", "stop", aggregated(1), 9999, leave(1));
  expect(room.effects).toEqual([]);
  expect(room.state.phase).toBe("done");
});

test("stop ends the run and tells those who work", () => {
  const room = openRoom([1, 2]).play("stop");
  expect(room.effects).toMatchObject([
    { type: "cancel", round: 1, clients: [1, 2], why: "stopped" },
    { type: "end", why: "host" },
  ]);
});

test("stop averages an open round that has enough updates: they were acknowledged", () => {
  const room = openRoom([1, 2]).play(update(1, 1), "stop");
  expect(room.seen("aggregate")).toHaveLength(1);
  room.play(aggregated(1), evaluated(1));
  expect(room.effects.at(-1)).toMatchObject({ type: "end", why: "host" });
});

test("stop in a pause does the same", () => {
  const room = openRoom([1, 2]).play(update(1, 1), "pause", "stop");
  expect(room.seen("aggregate")).toHaveLength(1);
  expect(openRoom([1]).play("pause", "stop").effects.at(-1)).toMatchObject({
    type: "end",
    why: "host",
  });
});

test("stop while averaging or evaluating waits for that", () => {
  const room = openRoom([1]).play(update(1, 1), "stop", aggregated(1));
  expect(room.state.phase).toBe("evaluating");
  expect(room.play(evaluated(1)).effects).toMatchObject([{ type: "end", why: "host" }]);
});
