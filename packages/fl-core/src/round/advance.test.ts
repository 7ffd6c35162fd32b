import { expect, test } from "vitest";

import {
  aggregated,
  evaluated,
  join,
  modelOf,
  openRoom,
  update,
  updateOf,
} from "./testing/script.ts";

test("in step mode each round after the first waits for the host", () => {
  const room = openRoom([1], { stepMode: true });
  expect(room.seen("invite")).toHaveLength(1);
  room.play(update(1, 1), aggregated(1), evaluated(1), 5000, join(2));
  expect(room.state).toMatchObject({ phase: "selecting", round: 2 });
  expect(room.seen("invite")).toEqual([]);
  expect(room.play("next").seen("invite")).toHaveLength(1);
});

test("in step mode a repeated round does not wait for the host", () => {
  expect(openRoom([1], { stepMode: true }).play(1000).state).toMatchObject({
    phase: "training",
    attempt: 1,
  });
});

test("when averaging fails the updates are kept and the run pauses; resume tries again", () => {
  const room = openRoom([1]).play(update(1, 1));
  room.play({ type: "aggregation-failed", round: 1, fact: "disk full" }, 99_999, join(2));
  expect(room.effects).toEqual([{ type: "say", what: "paused" }]);
  room.play("resume");
  expect(room.seen("aggregate")[0]?.updates).toEqual([updateOf(1, 1)]);
  expect(room.play(aggregated(1)).state.phase).toBe("evaluating");
});

test("when evaluating fails the run goes on without that figure", () => {
  const room = openRoom([1]).play(update(1, 1), aggregated(1));
  room.play({ type: "evaluation-failed", round: 1, fact: "worker died" });
  expect(room.state).toMatchObject({ phase: "training", round: 2 });
});

test("a model whose loss is no number is taken back by a gate, however low the accuracy before", () => {
  const broken = { type: "evaluation-failed", fact: "the loss is NaN", worthless: true } as const;
  const room = openRoom([1], { gateDrop: 0.25 });
  room.play(update(1, 1), aggregated(1), evaluated(1, 0.1), update(1, 2), aggregated(2));
  room.play({ ...broken, round: 2 });
  expect(room.seen("roll-back")).toMatchObject([{ round: 2, since: 2, accuracy: null }]);
  expect(room.state).toMatchObject({
    round: 3,
    model: modelOf(1),
    standing: { good: { round: 1 } },
  });
  const open = openRoom([1]).play(update(1, 1), aggregated(1), { ...broken, round: 1 });
  expect(open.seen("roll-back")).toEqual([]);
  expect(open.state).toMatchObject({ round: 2, model: modelOf(1) });
});

test("a result for another round or in another phase changes nothing", () => {
  const room = openRoom([1]).play(aggregated(1), evaluated(1));
  expect(room.effects).toEqual([]);
  room.play(update(1, 1), aggregated(7), evaluated(1));
  expect(room.state).toMatchObject({ phase: "aggregating", model: modelOf(0) });
});
