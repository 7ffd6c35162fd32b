import { expect, test } from "vitest";

import { comeBackAfter, comeBackSoon, connecting, helloAgainMs } from "./connecting.ts";

/** What was set last, as a Socket.IO manager keeps it. */
function pacing() {
  const set = { ...connecting(0.5) };
  const manager = {
    reconnectionDelay: (ms: number) => (set.reconnectionDelay = ms),
    randomizationFactor: (share: number) => (set.randomizationFactor = share),
    reconnectionDelayMax: (ms: number) => (set.reconnectionDelayMax = ms),
  };
  return { set, manager };
}

test("each client has a longest wait of its own, from one second to three", () => {
  const waits = [0, 0.25, 0.999].map((chance) => connecting(chance).reconnectionDelayMax);
  expect(waits).toEqual([1000, 1500, 2998]);
});

test("when a coordinator says that it stops, clients come back within once and twice its time", () => {
  const { set, manager } = pacing();
  comeBackAfter(manager, 3000);
  const { reconnectionDelay: first, randomizationFactor: share, reconnectionDelayMax: most } = set;
  expect(first * (1 - share)).toBeCloseTo(3000);
  expect(first * (1 + share)).toBeCloseTo(6000);
  expect(most).toBe(6000);
});

test("once it is back, what is lost by chance is looked for as usual", () => {
  const { set, manager } = pacing();
  comeBackAfter(manager, 3000);
  comeBackSoon(manager, connecting(0.5));
  expect(set).toEqual(connecting(0.5));
});

test("a refused hello waits the coordinator's time at least, and is spread more with each refusal", () => {
  const last = 1 - 2 ** -20;
  expect([0, 1, 2, 9].map((tries) => helloAgainMs(2000, tries, 0))).toEqual(Array(4).fill(2000));
  const longest = [0, 1, 2, 4, 9].map((tries) => helloAgainMs(2000, tries, last));
  expect(longest).toEqual([4000, 6000, 10_000, 34_000, 34_000]);
});

test("a socket that cannot be told is left as it is", () => {
  expect(() => comeBackAfter(undefined, 3000)).not.toThrow();
});
