import { emptyView, type RunView } from "@spikefed/fl-core";
import { defaultSettings } from "@spikefed/protocol";
import { describe, expect, test } from "vitest";
import { curveOf, curveSentence, newest, roundTicks, segments } from "./curve.ts";
import { roundFacts } from "./testing/facts.ts";

const round = (number: number, accuracy: number | null, modelHash: string | null = "ab") =>
  roundFacts(number, { accuracy, modelHash, testSamples: accuracy === null ? null : 1000 });

const client = {
  client: 1,
  device: "gpu" as const,
  shard: 0,
  samples: 500,
  robot: null,
  here: true,
  helped: 2,
  history: [
    { round: 1, samples: 500, loss: 2, accuracy: 0.15 },
    { round: 3, samples: 500, loss: 1.8, accuracy: 0.35 },
  ],
};

const view: RunView = {
  ...emptyView,
  settings: { ...defaultSettings, rounds: 10 },
  dataset: { name: "x", source: "y", procedural: false, classes: [..."abcdefghij"] },
  rounds: [round(1, 0.184), round(2, null), round(3, 0.279), round(4, null, null)],
  clients: new Map([[1, client]]),
};

const stands = { isSkipped: false, isTakenBack: false };

test("a point for each finished round, mine only where I took part", () => {
  expect(curveOf(view, 1)).toEqual({
    points: [
      { round: 1, group: 0.184, mine: 0.15, ...stands },
      { round: 2, group: null, mine: null, ...stands },
      { round: 3, group: 0.279, mine: 0.35, ...stands },
    ],
    guessing: 0.1,
    lastRound: 10,
    testSamples: 1000,
  });
});

test("a round has its point when it is judged, not while it is", () => {
  const rounds = (phase: RunView["phase"]) => {
    const run: RunView = { ...view, phase, round: 2, rounds: [round(1, 0.2), round(2, null)] };
    return curveOf(run, null).points.map((point) => point.round);
  };
  expect(rounds("evaluating")).toEqual([1]);
  expect(rounds("selecting")).toEqual([1, 2]);
});

test("watchers have no curve of their own", () => {
  expect(curveOf(view, null).points.every(({ mine }) => mine === null)).toBe(true);
});

test("rounds that the settings leave unmeasured are no gap, one whose judging failed is", () => {
  const settings = { ...defaultSettings, rounds: 7, evaluateEvery: 3 };
  const rounds = [1, 2, 3, 4, 5, 6, 7].map((n) => round(n, n === 3 ? 0.2 : null));
  const { points } = curveOf({ ...view, settings, rounds }, null);
  expect(points.filter(({ isSkipped }) => isSkipped).map((point) => point.round)).toEqual([
    ...[1, 2, 4, 5],
  ]);
});

test("a line is not drawn over a round that was not measured", () => {
  expect(segments(curveOf(view, 1).points, ({ group }) => group)).toEqual([
    [{ round: 1, value: 0.184 }],
    [{ round: 3, value: 0.279 }],
  ]);
});

describe("the sentence", () => {
  test("names accuracy, pictures and guessing", () => {
    expect(curveSentence(curveOf(view, 1))).toBe(
      "After round 3 the group model gets 27.9\u00a0% of 1,000 held-out pictures right. Guessing gives 10\u00a0%.",
    );
  });

  test("says what was better before", () => {
    const fell = curveOf({ ...view, rounds: [round(1, 0.3), round(2, 0.2)] }, null);
    expect(curveSentence(fell)).toContain("The best so far is 30.0\u00a0%.");
  });

  test("a round that was taken back is neither the newest nor the best", () => {
    const back = { accuracy: 0.1, modelHash: "ab", testSamples: 1000, rolledBack: true };
    const fell = curveOf({ ...view, rounds: [round(4, 0.42), roundFacts(5, back)] }, null);
    expect(newest(fell.points)).toEqual({ round: 4, accuracy: 0.42 });
    expect(curveSentence(fell)).toMatch(/^After round 4 .* gets 42\.0\u00a0%/);
    // By the validation pictures it was taken back, although the test pictures liked it.
    const liked = { ...back, accuracy: 0.6 };
    const rose = curveOf({ ...view, rounds: [round(4, 0.42), roundFacts(5, liked)] }, null);
    expect(curveSentence(rose)).not.toContain("best");
    expect(newest(rose.points.slice(1))).toBeNull();
  });

  test("says when nothing was measured", () => {
    expect(curveSentence(curveOf(emptyView, null))).toBe(
      "No accuracy measured yet. Guessing gives 10\u00a0%.",
    );
    expect(newest([])).toBeNull();
  });
});

test("ticks are whole and few", () => {
  expect(roundTicks(5, 10)).toEqual([1, 2, 3, 4, 5]);
  expect(roundTicks(20, 10)).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 18, 20]);
  expect(roundTicks(100, 6)).toEqual([1, 20, 40, 60, 80, 100]);
});
