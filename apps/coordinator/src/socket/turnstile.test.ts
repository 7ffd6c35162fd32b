import { setImmediate as nextTurn } from "node:timers/promises";

import { expect, test } from "vitest";

import { Turnstile } from "./turnstile.ts";

test("so many pass in a turn, in the order of their coming, and none is left", async () => {
  const turnstile = new Turnstile(3);
  const passed: number[] = [];
  for (let i = 0; i < 8; i++) void turnstile.pass().then(() => passed.push(i));
  const perTurn: number[] = [];
  for (let turn = 0; turn < 5; turn++) {
    await nextTurn();
    perTurn.push(passed.length);
  }
  expect(perTurn.slice(0, 2)).toEqual([3, 6]);
  expect(passed).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test("who comes alone passes at once, also behind a crowd that has gone through", async () => {
  const turnstile = new Turnstile(2);
  await Promise.all([turnstile.pass(), turnstile.pass(), turnstile.pass()]);
  const passed = turnstile.pass().then(() => "passed");
  const later = nextTurn()
    .then(nextTurn)
    .then(() => "later");
  expect(await Promise.race([passed, later])).toBe("passed");
});
