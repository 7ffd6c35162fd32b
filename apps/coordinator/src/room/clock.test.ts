// Deadlines are on a clock that does not jump: daylight saving, a corrected clock, a wrong year.

import { initialRound, RoundScheduler, rulesOf } from "@spikefed/fl-core";
import { defaultSettings } from "@spikefed/protocol";
import { afterEach, expect, test, vi } from "vitest";

import { systemClock } from "./clock.ts";
import { RoundDriver } from "./round-driver.ts";

const HOUR_MS = 3_600_000;
const YEAR_MS = 8760 * HOUR_MS;
const jumps = Array.from({ length: 10 }, () => [HOUR_MS, -HOUR_MS, YEAR_MS, -YEAR_MS]).flat();

afterEach(() => vi.useRealTimers());

test("forty jumps of the wall clock move the coordinator's clock by nothing", () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  for (const jump of jumps) {
    const beganMs = performance.now();
    const before = systemClock.now();
    vi.setSystemTime(Date.now() + jump);
    const passed = systemClock.now() - before;
    expect(passed).toBeGreaterThanOrEqual(0);
    expect(passed).toBeLessThanOrEqual(performance.now() - beganMs + 1); // rounded to milliseconds
  }
});

test("an open round keeps its deadline through them", () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const closed: string[] = [];
  const rules = rulesOf({ ...defaultSettings, roundSeconds: 3600 });
  const driver = new RoundDriver({
    first: {
      next: new RoundScheduler(initialRound({ hash: "m", version: 0 }), rules),
      effects: [],
    },
    clock: systemClock,
    perform: (effect) => void closed.push(effect.type),
  });
  driver.dispatch({ type: "join", client: 1 });
  driver.dispatch({ type: "start" });
  const { nextTickMs } = driver.scheduler;
  for (const jump of jumps) {
    vi.setSystemTime(Date.now() + jump);
    driver.dispatch({ type: "tick" });
  }
  expect(driver.state.phase).toBe("training");
  expect(driver.scheduler.nextTickMs).toBe(nextTickMs);
  expect(nextTickMs).not.toBeNull();
  expect(closed).not.toContain("close");
  driver.close();
});
