import {
  lessons,
  type AttackKind,
  type LessonName,
  type LiveSettings,
  type LogBody,
} from "@spikefed/protocol";
import { expect, test } from "vitest";

import { replay } from "../run-log/fold.ts";
import { reveal } from "./reveal.ts";

const hash = (digit: string) => digit.repeat(64);

interface Run {
  lesson: LessonName;
  run?: number;
  /** Correct of 500 after each round; null: the evaluation failed. */
  correct: (number | null)[];
  /** Devices in each round; 6 where left out. */
  devices?: number[];
  /** What client 6, a robot, does instead of helping; null: it is no robot. */
  attack?: AttackKind | null;
  isOver?: boolean;
  rolledBack?: number;
  /** What the host changed after the start. */
  change?: { round: number; changes: LiveSettings };
}

/** A log of a run, folded as every page folds it. */
function viewOf(made: Run) {
  const { lesson, run = 0, correct, devices = [], attack = null, isOver = true } = made;
  const bodies = [
    opening(lessons[lesson].runs[run]!.settings),
    ...[1, 2, 3, 4, 5, 6].map((client) => joined(client, client === 6 ? attack : null)),
    { type: "run-started" },
    ...(made.change ? [{ type: "settings-changed", ...made.change }] : []),
    ...correct.flatMap((count, i) => round(i + 1, devices[i] ?? 6, count)),
    ...(made.rolledBack === undefined ? [] : [takenBack(made.rolledBack)]),
    ...(isOver ? [{ type: "run-ended", why: "rounds" }] : []),
  ] as LogBody[];
  return replay(bodies.map((body, seq) => ({ ...body, seq, atMs: 1000 * seq })));
}

const opening = (settings: object) => ({
  ...{ type: "run-opened", runId: "run-lesson", settings },
  dataset: {
    ...{ name: "CIFAR-10", source: "test", procedural: false, sha256: hash("d") },
    classes: [..."abcdefghij"],
  },
  model: { hash: hash("0"), version: 0, bytes: 4321, parameters: 1234 },
});

const joined = (client: number, robot: AttackKind | null) => ({
  ...{ type: "joined", client, device: "cpu", shard: client - 1, samples: 200 },
  ...(robot !== null && { robot }),
});

function round(number: number, devices: number, correct: number | null) {
  const cohort = Array.from({ length: devices }, (_, i) => 7 - devices + i);
  const updates = cohort.map((client) => ({
    ...{ type: "update-accepted", round: number, client, updateId: `update-${client}-${number}` },
    ...{ sha256: hash("a"), samples: 200, bytes: 1000, loss: 2, accuracy: 0.2, seconds: 2 },
    spikeRates: [],
  }));
  return [
    { type: "round-opened", round: number, cohort, modelHash: hash("0"), deadlineMs: 0 },
    ...updates,
    { type: "round-closed", round: number, why: "all-reported", reported: cohort, missing: [] },
    {
      type: "aggregated",
      round: number,
      clients: cohort,
      samples: 1,
      modelHash: hash("1"),
      version: number,
    },
    correct === null
      ? { type: "evaluation-failed", round: number, fact: "the worker died" }
      : {
          ...{ type: "evaluated", round: number, modelHash: hash("1"), correct },
          samples: 500,
          loss: 2,
          seconds: 1,
        },
  ];
}

const takenBack = (number: number) => ({
  ...{ type: "rolled-back", round: number, since: number, modelHash: hash("0"), version: 0 },
  ...{ accuracy: 0.1, before: 0.3 },
});

test("first run: guessing is beaten when chance does not explain it", () => {
  const shown = reveal("first-run", [viewOf({ lesson: "first-run", correct: [60, 200] })]);
  expect(shown.verdict).toBe("shown");
  expect(shown.figures).toEqual([
    { name: "guessing", accuracy: 0.1, samples: null, round: null, devices: null },
    { name: "alone", accuracy: 0.4, samples: 500, round: 2, devices: 6 },
  ]);
  // 60 of 500: Wilson's interval is 9.4 to 15.1 %.
  const unclear = reveal("first-run", [viewOf({ lesson: "first-run", correct: [60] })]);
  expect(unclear.verdict).toBe("unclear");
});

test("a run that is not over, of another lesson, or never judged reveals nothing", () => {
  const views = [
    viewOf({ lesson: "first-run", correct: [200], isOver: false }),
    viewOf({ lesson: "someone-leaves", correct: [200] }),
  ];
  for (const those of [views, [], [viewOf({ lesson: "first-run", correct: [null] })]]) {
    const { verdict, figures } = reveal("first-run", those);
    expect(verdict).toBe("unmeasured");
    expect(figures[1]).toMatchObject({ accuracy: null, samples: null, round: null });
  }
});

const unequal = (equal: (number | null)[], skewed: (number | null)[]) => [
  viewOf({ lesson: "unequal-data", run: 1, correct: skewed }),
  viewOf({ lesson: "unequal-data", run: 0, correct: equal }),
];

test.each([
  ["shown", [200], [100]],
  ["not-shown", [100], [200]],
  ["unclear", [150], [145]],
] as const)("unequal data: %s for %j against %j", (verdict, equal, skewed) => {
  const told = reveal("unequal-data", unequal([...equal], [...skewed]));
  expect(told.verdict).toBe(verdict);
  expect(told.figures.map(({ name, accuracy }) => [name, accuracy])).toEqual([
    ["equal", equal[0] / 500],
    ["unequal", skewed[0] / 500],
  ]);
});

test("the newest run of each kind is taken, and its last round that was judged and stands", () => {
  const again = viewOf({ lesson: "unequal-data", correct: [100, 250, null] });
  const back = viewOf({ lesson: "unequal-data", run: 1, correct: [90, 20], rolledBack: 2 });
  const { figures } = reveal("unequal-data", [again, back, ...unequal([50], [50])]);
  expect(figures.map(({ accuracy, round: number }) => [accuracy, number])).toEqual([
    [0.5, 2],
    [0.18, 1],
  ]);
});

type Attacks = [mean: AttackKind | null, median: AttackKind | null];

const attacked = (mean: number, median: number, attacks: Attacks = ["scale", "scale"]) => [
  viewOf({ lesson: "bad-client", run: 1, correct: [median], attack: attacks[1] }),
  viewOf({ lesson: "bad-client", run: 0, correct: [mean], attack: attacks[0] }),
];

test("bad client: the median has to be better, and somebody has to have been bad in both", () => {
  expect(reveal("bad-client", attacked(60, 180)).verdict).toBe("shown");
  expect(reveal("bad-client", attacked(180, 60)).verdict).toBe("not-shown");
  expect(reveal("bad-client", attacked(60, 180, ["scale", null])).verdict).toBe("no-bad-client");
  expect(reveal("bad-client", attacked(60, 180, [null, "scale"])).verdict).toBe("no-bad-client");
  expect(reveal("bad-client", attacked(60, 180).slice(1)).verdict).toBe("unmeasured");
});

test("bad client: a robot that harms in another way is not the lesson's bad client", () => {
  const told = reveal("bad-client", attacked(60, 180, ["sign-flip", "scale"]));
  expect(told.verdict).toBe("no-bad-client");
});

test("someone leaves: before against after, with how many were missing", () => {
  const run = (correct: number[], devices: number[]) =>
    reveal("someone-leaves", [viewOf({ lesson: "someone-leaves", correct, devices })]);
  const kept = run([100, 150, 170, 180], [6, 6, 4, 3]);
  expect(kept).toMatchObject({ verdict: "shown", left: 3 });
  expect(kept.figures).toEqual([
    { name: "before", accuracy: 0.3, samples: 500, round: 2, devices: 6 },
    { name: "after", accuracy: 0.36, samples: 500, round: 4, devices: 3 },
  ]);
  expect(run([100, 150, 60], [6, 6, 3])).toMatchObject({ verdict: "not-shown", left: 3 });
  expect(run([100, 150], [6, 6])).toMatchObject({ verdict: "nobody-left", left: 0 });
  expect(run([100, 150], [3, 6])).toMatchObject({ verdict: "nobody-left" }); // latecomers
});

const leaving = (made: Omit<Run, "lesson">) =>
  reveal("someone-leaves", [viewOf({ lesson: "someone-leaves", ...made })]);

test("someone leaves: only a round without those who left tells what became of the model", () => {
  const devices = [6, 6, 6, 6, 3];
  const unjudged = { correct: [100, 150, 170, 175, null], devices };
  const takenBack = { correct: [100, 150, 170, 175, 50], devices, rolledBack: 5 };
  for (const made of [unjudged, takenBack]) {
    const { verdict, figures, left } = leaving(made);
    expect({ verdict, left }).toEqual({ verdict: "unmeasured", left: 3 });
    expect(figures[0]).toMatchObject({ accuracy: 0.35, round: 4, devices: 6 });
    expect(figures[1]).toEqual({
      ...{ name: "after", accuracy: null, samples: null, round: null, devices: null },
    });
  }
});

test("someone leaves: a device that misses a round and is back has not left", () => {
  expect(leaving({ correct: [100, 150, 170], devices: [6, 5, 6] })).toMatchObject({
    ...{ verdict: "nobody-left", left: 0 },
  });
  const { figures, left } = leaving({ correct: [100, 90, 170, 180], devices: [6, 5, 6, 3] });
  expect(left).toBe(3);
  expect(figures.map(({ round: number, devices }) => [number, devices])).toEqual([
    [3, 6],
    [4, 3],
  ]);
});

test.each([
  ["noise", { round: 2, changes: { gradientNoise: 3 } }, "unmeasured"],
  ["slowness", { round: 1, changes: { stragglerProbability: 0.5 } }, "unmeasured"],
  ["how many take part", { round: 2, changes: { participants: 3 } }, "unmeasured"],
  ["steps", { round: 1, changes: { stepMode: true } }, "shown"],
  ["noise for a round that never came", { round: 3, changes: { gradientNoise: 3 } }, "shown"],
] as const)("a run in which the host changed %s, %j, makes it %s", (_, change, verdict) => {
  const changed = viewOf({ lesson: "first-run", correct: [60, 200], change });
  expect(reveal("first-run", [changed]).verdict).toBe(verdict);
  const before = viewOf({ lesson: "first-run", correct: [60, 400] });
  const accuracy = verdict === "shown" ? 0.4 : 0.8;
  expect(reveal("first-run", [changed, before]).figures[1]!.accuracy).toBe(accuracy);
});
