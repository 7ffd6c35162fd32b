// Timings on a machine that other programs use too, on a clock that the test moves.

import { expect, test } from "vitest";

import type { Candidate } from "./candidates.ts";
import { Contest } from "./contest.ts";
import type { KernelCall, Trial } from "./trial.ts";

const kernel = "weightGradientFirst";
const candidate = (quads: number): Candidate => ({
  kernel,
  variant: { quads, threads: 2048, gradient: "thread", lanes: 0 },
});

/** Kernels that take so many milliseconds, by what they are bound with; `disturb` changes a run's. */
function contestOf(takes: Record<string, number>, disturb: (ms: number) => number) {
  let nowMs = 0;
  const trial = {
    bind: (calls: readonly KernelCall[]) => Promise.resolve(calls),
    run: ([call]: readonly KernelCall[], times: number) => {
      for (let i = 0; i < times; i++) nowMs += disturb(takes[call!.bound[0]!]!);
      return Promise.resolve();
    },
    guarded: <T>(work: () => Promise<T>) => work(),
    resultOf: () => Promise.resolve(Float32Array.of(1)),
    samples: () => [{ at: 0, value: 1 }],
  };
  const contest = new Contest(
    () => trial as unknown as Trial,
    () => nowMs,
  );
  const enter = (quads: number, name: string) =>
    contest.consider(candidate(quads), Promise.resolve([{ bound: [name] } as KernelCall]));
  return { contest, enter, now: () => nowMs };
}

const chosen = (contest: Contest) => contest.outcome().tuning[kernel];

/** By quads: the kernels of 3 and 5 ms, as they would be timed in peace. */
const takes = { 1: 3, 2: 5 };

test.each([
  ["busy", 2, [1, 2]],
  ["quick", 0.5, [2, 1]],
] as const)("a first timing of a %s moment does not decide", async (_, factor, order) => {
  let isOdd = true;
  const { contest, enter } = contestOf(takes, (ms) => (isOdd ? factor * ms : ms));
  for (const quads of order) {
    await enter(quads, `${quads}`);
    isOdd = false;
  }
  expect(chosen(contest)).toMatchObject({ quads: 2 });
  await contest.runOff(Infinity);
  expect(chosen(contest)).toMatchObject({ quads: 1 });
});

test("kernels of a quick chip do not meet again, nor does anything when time is over", async () => {
  const quick = contestOf({ a: 0.3, b: 0.2 }, (ms) => ms);
  const late = contestOf({ a: 3, b: 2 }, (ms) => ms);
  for (const { contest, enter, now } of [quick, late]) {
    await enter(1, "a");
    await enter(2, "b");
    const before = now();
    await contest.runOff(contest === quick.contest ? Infinity : before);
    expect(now()).toBe(before);
  }
});
