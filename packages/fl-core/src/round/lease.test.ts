import { expect, test } from "vitest";

import { nextTickMs } from "./next-tick.ts";
import { createScript, failed, join, leave, openRoom, update } from "./testing/script.ts";

/** A round of 1000 ms; nobody is waited for who is silent for 300. */
const leased = { leaseMs: 300 };
const alive = (client: number) => ({ type: "alive", client }) as const;

test("a round does not wait for its deadline when only silent clients are left", () => {
  const room = openRoom([1, 2, 3], leased).play(update(1, 1), 200, alive(2), 99);
  expect(room.state.phase).toBe("training");
  expect(nextTickMs(room.state)).toBe(room.nowMs + 1); // client 3 has a millisecond left
  room.play(1);
  expect([...room.state.givenUp]).toEqual([3]);
  expect(nextTickMs(room.state)).toBe(room.nowMs + 200);
  room.play(update(2, 1));
  expect(room.seen("close")[0]).toMatchObject({
    why: "all-reported",
    reported: [1, 2],
    missing: [3],
  });
});

test("whoever is heard of again is waited for again, and its update counts", () => {
  const room = openRoom([1, 2], leased).play(150, alive(1), 200);
  expect([...room.state.givenUp]).toEqual([2]);
  room.play(alive(2), update(1, 1));
  expect(room.state.phase).toBe("training");
  expect(room.play(update(2, 1)).seen("close")[0]?.reported).toEqual([1, 2]);
});

test("an update of a client whose lease is over counts while the round is open", () => {
  const room = openRoom([1, 2, 3], leased).play(150, alive(1), 200, update(3, 1));
  expect(room.seen("count")).toHaveLength(1);
});

test("who failed or left has no lease to renew; coming back is a new one", () => {
  const room = openRoom([1, 2, 3], leased).play(failed(1, 1), leave(2), alive(1), alive(2));
  expect([...room.state.givenUp].sort()).toEqual([1, 2]);
  room.play(250, alive(3), join(2), 250, alive(3));
  expect([...room.state.givenUp]).toEqual([1]);
  room.play(50);
  expect([...room.state.givenUp].sort()).toEqual([1, 2]);
});

test("a pause stops leases with the clock: they begin anew when it ends", () => {
  const room = openRoom([1, 2], leased).play(200, "pause", 5000, alive(1), "resume", 299);
  expect([...room.state.givenUp]).toEqual([]);
  room.play(1);
  expect(room.seen("close")[0]).toMatchObject({ why: "all-reported", reported: [] });
  expect(room.state.phase).toBe("selecting");
});

test("without leases a silent client is waited for until the deadline", () => {
  const room = createScript().play(join(1), join(2), "start", update(1, 1), 999);
  expect([room.state.phase, nextTickMs(room.state)]).toEqual(["training", room.nowMs + 1]);
  expect(room.play(1).seen("close")[0]).toMatchObject({ why: "deadline", missing: [2] });
});

test("whose lease is over is told of the close, the drop and the end, and who failed is not", () => {
  const silent = () =>
    openRoom([1, 2, 3, 4], leased).play(failed(4, 1), 150, alive(1), alive(2), 200);
  const told = (room: ReturnType<typeof silent>) => room.seen("cancel")[0]?.clients;
  expect(told(silent().play(update(1, 1), update(2, 1)))).toEqual([3]);
  expect(told(silent().play("next"))).toEqual([1, 2, 3]);
  expect(told(silent().play("stop"))).toEqual([1, 2, 3]);
  const dropped = silent().play({ type: "drop", clients: [3] });
  expect(told(dropped)).toEqual([3]);
  expect(told(dropped.play("next"))).toEqual([1, 2]);
});

test("silent workers close a round before its deadline, and it is repeated with what has come", () => {
  const room = openRoom([1, 2, 3], { ...leased, minReports: 2 }).play(update(1, 1), 300);
  expect(room.seen("close")[0]).toMatchObject({ why: "all-reported", reported: [1] });
  expect(room.seen("cancel")[0]?.clients).toEqual([2, 3]);
  expect(room.seen("repeat")).toHaveLength(1);
});
