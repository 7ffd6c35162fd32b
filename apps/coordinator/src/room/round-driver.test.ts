import { initialRound, RoundScheduler, rulesOf, type RunEffect } from "@spikefed/fl-core";
import { defaultSettings } from "@spikefed/protocol";
import { expect, test, vi } from "vitest";

import { manualClock } from "../testing/manual-clock.ts";
import { RoundDriver } from "./round-driver.ts";

/** A round of 60 s with clients 1 and 2. */
function openRound(leaseSeconds: number | null) {
  const clock = manualClock();
  const after = vi.spyOn(clock, "after");
  const effects: RunEffect[] = [];
  const rules = rulesOf({ ...defaultSettings, minReports: 1, roundSeconds: 60, leaseSeconds });
  const driver = new RoundDriver({
    first: {
      next: new RoundScheduler(initialRound({ hash: "m", version: 0 }), rules),
      effects: [],
    },
    clock,
    perform: (effect) => void effects.push(effect),
  });
  for (const client of [1, 2]) driver.dispatch({ type: "join", client, samples: 1 });
  driver.dispatch({ type: "start" });
  const alive = (client: number) => driver.dispatch({ type: "alive", client });
  return { clock, after, driver, effects, alive };
}

test("without leases a sign of work does nothing at all", () => {
  const { driver, after, alive } = openRound(null);
  const { state } = driver;
  const timers = after.mock.calls.length;
  for (let piece = 0; piece < 100; piece++) alive(1);
  expect(driver.state).toBe(state);
  expect(after).toHaveBeenCalledTimes(timers);
});

test("with leases a sign of work sets no timer, and only the silent one is given up", () => {
  const { driver, after, clock, alive } = openRound(10);
  const timers = after.mock.calls.length;
  for (let second = 0; second < 9; second++) {
    clock.advance(1000);
    alive(1);
  }
  expect(after).toHaveBeenCalledTimes(timers);
  clock.advance(1000);
  expect([...driver.scheduler.silent]).toEqual([2]);
});

test("who is heard of again after its lease is watched again", () => {
  const { driver, clock, alive, effects } = openRound(10);
  clock.advance(5000);
  alive(1);
  clock.advance(5000);
  alive(2);
  expect([...driver.scheduler.silent]).toEqual([]);
  clock.advance(5000);
  expect([...driver.scheduler.silent]).toEqual([1]);
  clock.advance(5000);
  expect(effects.find(({ type }) => type === "close")).toMatchObject({ why: "all-reported" });
});

test("once it is held an open round is closed, and none is opened, not even the same again", () => {
  const { driver, effects, clock } = openRound(null);
  driver.hold();
  clock.advance(300_000);
  driver.dispatch({ type: "join", client: 3, samples: 1 });
  const types = effects.map(({ type }) => type);
  expect(types).toEqual(["say", "invite", "cancel", "close", "repeat"]);
  expect(driver.state.phase).toBe("selecting");
});
