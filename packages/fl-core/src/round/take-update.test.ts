import { expect, test } from "vitest";

import { aggregated, evaluated, join, openRoom, update, updateOf } from "./testing/script.ts";

test("the same update sent twice is counted once and answered twice", () => {
  const room = openRoom([1, 2]).play(update(1, 1), update(1, 1));
  expect(room.seen("count").map(({ duplicate }) => duplicate)).toEqual([false, true]);
  expect(room.state.accepted).toHaveLength(1);
});

test("the same update sent again while or after it is averaged gets the same answer", () => {
  const room = openRoom([1]).play(update(1, 1), update(1, 1));
  expect(room.seen("count")[1]).toMatchObject({ duplicate: true });
  room.play(aggregated(1), evaluated(1), update(1, 1));
  expect(room.seen("count")).toEqual([
    { type: "count", round: 1, update: updateOf(1, 1), duplicate: true },
  ]);
  expect(room.state).toMatchObject({ round: 2, accepted: [] });
});

const codes = (room: ReturnType<typeof openRoom>) => room.seen("refuse").map(({ code }) => code);

test("another update of the same client in the same round is refused", () => {
  const room = openRoom([1, 2]).play(update(1, 1), update(1, 1, { updateId: "other" }));
  expect(codes(room)).toEqual(["update/conflict"]);
  expect(room.state.accepted).toHaveLength(1);
});

test("an update under another client's id is refused", () => {
  const room = openRoom([1, 2]).play(update(1, 1), update(2, 1, { updateId: "update-1-1" }));
  expect(codes(room)).toEqual(["update/conflict"]);
});

test("an update of somebody who was not invited is refused", () => {
  const room = openRoom([1]).play(join(2), update(2, 1));
  expect(codes(room)).toEqual(["update/not-invited"]);
});

test("an update for a closed, past or coming round is refused as late", () => {
  const room = openRoom([1, 2]).play(update(1, 1), 1000, update(2, 1));
  expect(codes(room)).toEqual(["update/late"]);
  room.play(aggregated(1), evaluated(1), update(2, 1), update(2, 3, { baseHash: "model-1" }));
  expect(codes(room)).toEqual(["update/late", "update/late"]);
});

test("an update from another model is refused as stale, with both hashes", () => {
  const room = openRoom([1]).play(update(1, 1, { baseHash: "old" }));
  expect(room.seen("refuse")[0]).toMatchObject({
    code: "update/stale",
    facts: { got: "old", want: "model-0" },
  });
  expect(room.state.phase).toBe("training");
});
