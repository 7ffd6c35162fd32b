// Timings on a machine that other programs use too, on a clock that the test moves.

import { expect, test } from "vitest";

import type { Candidate } from "./candidates.ts";
import { Contest } from "./contest.ts";
import type { KernelCall, Trial } from "./trial.ts";

const kinds = ["weightGradient", "weightGradientFirst"] as const;
type Kind = (typeof kinds)[number];

const candidate = (kernel: Kind, quads: number): Candidate => ({
  kernel,
  variant: { quads, threads: 2048, gradient: "thread", lanes: 0 },
});

/** Milliseconds of a run of a kernel, by its kind and quads; null: the device complains behind it. */
type Take = (kernel: Kind, quads: number) => number | null;

function contestOf(take: Take) {
  let nowMs = 0;
  const trialOf = (kernel: Kind) => {
    let isWrong = false;
    return {
      bind: (calls: readonly KernelCall[]) => Promise.resolve(calls),
      run: ([call]: readonly KernelCall[], times: number) => {
        const ms = take(kernel, Number(call!.bound[0]));
        isWrong ||= ms === null;
        nowMs += times * (ms ?? 0);
        return Promise.resolve();
      },
      guarded: async <T>(work: () => Promise<T>) => {
        isWrong = false;
        const done = await work();
        if (isWrong) throw new Error("the device complains");
        return done;
      },
      resultOf: () => Promise.resolve(Float32Array.of(1)),
      samples: () => [{ at: 0, value: 1 }],
    } as unknown as Trial;
  };
  const trials = { weightGradient: trialOf(kinds[0]), weightGradientFirst: trialOf(kinds[1]) };
  const contest = new Contest(
    (kernel) => trials[kernel as Kind],
    () => nowMs,
  );
  const enter = (kernel: Kind, quads: number) =>
    contest.consider(
      candidate(kernel, quads),
      Promise.resolve([{ bound: [`${quads}`] } as KernelCall]),
    );
  return { contest, enter, now: () => nowMs };
}

/** Quads of the winner of each kind. */
const chosen = (contest: Contest) => {
  const { tuning } = contest.outcome();
  return kinds.map((kernel) => tuning[kernel].quads);
};

/** By quads: the kernels of 3, 5 and 8 ms, as they would be timed in peace. */
const inPeace = (quads: number) => [3, 5, 8][quads - 1]!;

/** Both kinds, entered when the first variant was twice as slow as in peace. */
async function disturbedAtFirst(take: Take = (_, quads) => inPeace(quads)) {
  let isFirst = true;
  const made = contestOf((kernel, quads) => {
    if (!isFirst) return take(kernel, quads);
    return quads === 1 ? 2 * inPeace(1) : inPeace(quads);
  });
  for (const kernel of kinds) {
    await made.enter(kernel, 1);
    await made.enter(kernel, 2);
  }
  isFirst = false;
  expect(chosen(made.contest)).toEqual([2, 2]);
  return made;
}

test.each([
  ["busy", 2, [1, 2]],
  ["quick", 0.5, [2, 1]],
] as const)("a first timing of a %s moment does not decide", async (_, factor, order) => {
  let isOdd = true;
  const { contest, enter } = contestOf((_, quads) => (isOdd ? factor : 1) * inPeace(quads));
  for (const quads of order) {
    await enter("weightGradient", quads);
    isOdd = false;
  }
  expect(chosen(contest)[0]).toBe(2);
  await contest.runOff(Infinity);
  expect(chosen(contest)[0]).toBe(1);
});

test.each([
  ["four turns are too few: the first timings stay", 4, [2, 2]],
  ["in seven turns no kind starves behind another", 7, [1, 1]],
] as const)("several kinds in a short time: %s", async (_, turns, quads) => {
  const { contest, now } = await disturbedAtFirst();
  const untilMs = now() + turns * kinds.length * (inPeace(1) + inPeace(2));
  await contest.runOff(untilMs);
  expect(now()).toBe(untilMs);
  expect(chosen(contest)).toEqual(quads);
});

test("a device error leaves a kind its first timings, and the others their turns", async () => {
  let runs = 0;
  const complains = (kernel: Kind) => kernel === "weightGradient" && ++runs > 13;
  const { contest } = await disturbedAtFirst((kernel, quads) =>
    complains(kernel) ? null : inPeace(quads),
  );
  await contest.runOff(Infinity);
  expect(chosen(contest)).toEqual([2, 1]);
  const tried = contest.outcome().tried.filter(({ kernel }) => kernel === "weightGradient");
  expect(tried).toMatchObject([
    { ms: 2 * inPeace(1), problem: null },
    { ms: inPeace(2), problem: null },
  ]);
});

test("one whose first timings were all disturbed has a chance, and wins", async () => {
  let load = 30;
  const { contest, enter } = contestOf((_, quads) => (quads === 1 ? load : 1) * inPeace(quads));
  for (const quads of [1, 2, 3]) await enter("weightGradient", quads);
  expect(chosen(contest)[0]).toBe(2);
  load = 1;
  await contest.runOff(Infinity);
  expect(chosen(contest)[0]).toBe(1);
});

test.each([
  ["two of its three chances: it wins", 2, 1],
  ["all three of its chances: it does not", 3, 2],
] as const)("one that is disturbed again, in %s", async (_, disturbed, quads) => {
  let left = Infinity;
  const { contest, enter } = contestOf(
    (_, quads) => (quads === 1 && left-- > 0 ? 30 : 1) * inPeace(quads),
  );
  for (const quads of [1, 2]) await enter("weightGradient", quads);
  left = disturbed;
  await contest.runOff(Infinity);
  expect(chosen(contest)[0]).toBe(quads);
});

test("chances take half of what time is left, and the near ones meet in the other", async () => {
  const far = [4, 5, 6];
  const made = contestOf((_, quads) => (quads > 3 ? 1000 : inPeace(quads)));
  for (const quads of [2, 1, ...far]) await made.enter("weightGradient", quads);
  const before = made.now();
  await made.contest.runOff(before + 3000);
  // Begun at 0 and 1,000 ms, since half was not over, and twenty turns of both near ones behind them.
  expect(made.now() - before).toBe(2 * 1000 + 20 * (inPeace(1) + inPeace(2)));
});

test("the device complains of one that has a chance: it keeps its timing", async () => {
  let isOver = false;
  const { contest, enter } = contestOf((_, quads) => {
    if (quads === 3) return isOver ? null : 80;
    return inPeace(quads);
  });
  for (const quads of [1, 2, 3]) await enter("weightGradient", quads);
  isOver = true;
  await contest.runOff(Infinity);
  expect(chosen(contest)[0]).toBe(1);
  expect(contest.outcome().tried.at(-1)).toMatchObject({ ms: 80, problem: null });
});

test("one that did not meet the others does not win by a timing of another moment", async () => {
  let load = 1;
  const { contest, enter } = contestOf((_, quads) => load * inPeace(quads));
  for (const quads of [3, 2, 1]) await enter("weightGradient", quads);
  load = 4;
  await contest.runOff(Infinity);
  expect(chosen(contest)[0]).toBe(1);
});

test("kernels of a quick chip do not meet again, nor does anything when time is over", async () => {
  const quick = contestOf((_, quads) => 0.05 * inPeace(quads));
  const late = contestOf((_, quads) => inPeace(quads));
  for (const { contest, enter, now } of [quick, late]) {
    for (const quads of [1, 2, 3]) await enter("weightGradient", quads);
    const before = now();
    await contest.runOff(contest === quick.contest ? Infinity : before);
    expect(now()).toBe(before);
  }
});
