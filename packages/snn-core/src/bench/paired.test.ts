import { describe, expect, test } from "vitest";

import { median, type PairOptions, timePairs } from "./paired.ts";
import { fastest } from "./timing.ts";

/** A clock that only work moves; processor time runs at half its speed. */
function workbench() {
  let now = 0;
  const runs: string[] = [];
  const work =
    (name: string, ms: () => number) =>
    (times: number): Promise<void> => {
      runs.push(`${name} ${times}`);
      now += times * ms();
      return Promise.resolve();
    };
  const clock = { wall: () => now, cpu: () => now / 2 };
  return { runs, work, clock };
}

const side = (run: (times: number) => Promise<void>, amount = 1) => ({ run, amount });
const options = (clock: PairOptions["clock"], more: Partial<PairOptions> = {}): PairOptions => ({
  ...{ clock, pairs: 3, leastMs: 0, budgetMs: Infinity },
  ...more,
});

test("the median of an even count is the mean of the two in the middle", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

describe("two pieces of work", () => {
  test("are compared pair by pair, so that a slow phase of the machine cancels out", async () => {
    const { work, clock, runs } = workbench();
    let slowness = 1;
    const ours = work("ours", () => 2 * slowness);
    const theirs = work("theirs", () => {
      const ms = 20 * slowness;
      slowness *= 3;
      return ms;
    });
    const paired = await timePairs(side(ours), side(theirs), options(clock));
    expect(paired.ratio).toEqual({ median: 10, min: 10, max: 10 });
    expect(paired.cpuRatio?.median).toBe(10);
    expect(paired.pairs).toBe(3);
    expect(runs.slice(-4)).toEqual(["ours 1", "theirs 1", "ours 1", "theirs 1"]);
  });

  test("have no ratio of processor time where its clock saw nothing of ours", async () => {
    const { work, clock } = workbench();
    const blind = { ...clock, cpu: () => 0 };
    const sides = [side(work("ours", () => 1)), side(work("theirs", () => 5))] as const;
    const paired = await timePairs(...sides, options(blind));
    expect(paired).toMatchObject({ cpuRatio: null, ratio: { median: 5 } });
  });

  test("run in turns with a yardstick, if there is one", async () => {
    const { work, clock, runs } = workbench();
    let slowness = 1;
    const yardstick = work("yardstick", () => {
      const ms = 5 * slowness;
      slowness *= 3;
      return ms;
    });
    const ours = work("ours", () => 10 * slowness);
    const theirs = work("theirs", () => 20);
    const paired = await timePairs(side(ours), side(theirs), options(clock, { yardstick }));
    expect(paired.yardstickRatio).toEqual({ median: 0.5, min: 0.5, max: 0.5 });
    expect(runs.slice(-3)).toEqual(["ours 1", "yardstick 1", "theirs 1"]);
    expect((await timePairs(side(ours), side(theirs), options(clock))).yardstickRatio).toBeNull();
  });

  test("of different amounts are compared for the same amount", async () => {
    const { work, clock } = workbench();
    const paired = await timePairs(
      side(
        work("ours", () => 10),
        5,
      ),
      side(work("theirs", () => 12)),
      options(clock),
    );
    expect(paired).toMatchObject({ oursMs: 10, theirsMs: 12, ratio: { median: 6 } });
  });

  test("end when the time is used up, after one pair at least", async () => {
    const { work, clock } = workbench();
    const pair = () => [side(work("ours", () => 1)), side(work("theirs", () => 9))] as const;
    const two = await timePairs(...pair(), options(clock, { pairs: 7, budgetMs: 15 }));
    expect(two.pairs).toBe(2);
    const one = await timePairs(...pair(), options(clock, { pairs: 7, budgetMs: 0 }));
    expect(one.pairs).toBe(1);
  });

  test("have no ratio of processor time where there is no clock for it", async () => {
    const { work, clock } = workbench();
    const blind = { wall: clock.wall, cpu: null };
    const one = side(work("ours", () => 1));
    expect((await timePairs(one, one, options(blind))).cpuRatio).toBeNull();
  });
});

test("short work is repeated until it fills the time asked for, and a single run is told", async () => {
  const { work, clock, runs } = workbench();
  const ms = await fastest(
    work("copy", () => 0.5),
    2,
    { clock, leastMs: 20 },
  );
  expect(ms).toBe(0.5);
  expect(runs).toEqual(["copy 1", "copy 1", "copy 40", "copy 40"]);
});

test("long work warms up once and is never repeated", async () => {
  const { work, clock, runs } = workbench();
  await fastest(
    work("step", () => 5000),
    1,
    { clock, leastMs: 20_000 },
  );
  expect(runs).toEqual(["step 1", "step 1"]);
});
