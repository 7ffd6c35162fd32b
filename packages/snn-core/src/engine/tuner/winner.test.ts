import { expect, test } from "vitest";

import { far, near, winner } from "./winner.ts";

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

test("up to twice the best is near, more is far; neither, of kernels that are not short", () => {
  const ms = (of: readonly { ms: number }[]) => of.map((one) => one.ms);
  expect(ms(near(entrants(20, 10, 20.1)))).toEqual([20, 10]);
  expect(ms(far(entrants(20, 10, 20.1)))).toEqual([20.1]);
  for (const best of [0.3, 60]) {
    expect(ms(near(entrants(best, 3 * best)))).toEqual([best]);
    expect(ms(far(entrants(best, 3 * best)))).toEqual([3 * best]);
  }
  for (const best of [0.29, 61]) {
    expect(near(entrants(best, 3 * best))).toEqual([]);
    expect(far(entrants(best, 3 * best))).toEqual([]);
  }
});
