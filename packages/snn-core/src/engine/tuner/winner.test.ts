import { expect, test } from "vitest";

import { winner } from "./winner.ts";

const entrants = (...times: number[]) => times.map((ms, at) => ({ ms, at, isPlain: false }));

test("the fastest wins", () => {
  expect(winner(entrants(30, 20, 40))).toMatchObject({ ms: 20, at: 1 });
});

test("one that came first and is hardly slower wins before it", () => {
  expect(winner(entrants(37.6, 23.9, 22.4, 22.3))).toMatchObject({ ms: 23.9, at: 1 });
});

test("of several just as slow the first wins, whatever the one before it took", () => {
  expect(winner(entrants(11, 10.5, 10, 10.1))).toMatchObject({ ms: 10.5, at: 1 });
});

test("the plain one wins only where it is clearly the fastest", () => {
  const withPlain = (...times: number[]) =>
    entrants(...times).map((one) => ({ ...one, isPlain: one.at === 0 }));
  expect(winner(withPlain(12.1, 12, 13.5))).toMatchObject({ at: 1 });
  expect(winner(withPlain(11, 12, 13.5))).toMatchObject({ at: 0 });
  expect(winner(withPlain(11.5, 14, 12))).toMatchObject({ at: 2 });
});

test("of none there is none", () => {
  expect(winner([])).toBeNull();
});
