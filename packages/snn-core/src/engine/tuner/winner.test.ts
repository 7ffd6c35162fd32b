import { expect, test } from "vitest";

import { winner } from "./winner.ts";

const entrants = (...times: number[]) => times.map((ms, at) => ({ ms, at }));

test("the fastest wins", () => {
  expect(winner(entrants(30, 20, 40))).toEqual({ ms: 20, at: 1 });
});

test("one that came first and is hardly slower wins before it", () => {
  expect(winner(entrants(37.6, 23.9, 22.4, 22.3))).toEqual({ ms: 23.9, at: 1 });
});

test("of several just as slow the first wins, whatever the one before it took", () => {
  expect(winner(entrants(11, 10.5, 10, 10.1))).toEqual({ ms: 10.5, at: 1 });
});

test("of none there is none", () => {
  expect(winner([])).toBeNull();
});
