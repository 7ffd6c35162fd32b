import { describe, expect, test } from "vitest";

import { judge, noStanding, type Standing } from "./standing.ts";
import type { Rules } from "./types.ts";
import { aggregated, evaluated, modelOf, openRoom, update } from "./testing/script.ts";

const off = { patience: null, minDelta: 0, gateDrop: null } as const;
const judgeAll = (accuracies: number[], rules: Partial<Rules>) => {
  let standing: Standing = noStanding;
  return accuracies.map((accuracy, i) => {
    const now = { round: i + 1, model: modelOf(i + 1), accuracy };
    const verdict = judge(standing, now, { ...off, ...rules });
    standing = verdict.standing;
    return verdict;
  });
};

/** A round of one client whose model has this accuracy. */
const round = (number: number, accuracy: number, base: number) => [
  update(1, number, { baseHash: modelOf(base).hash }),
  aggregated(number),
  evaluated(number, accuracy),
];

describe("judging", () => {
  test("the best is the first of the highest", () => {
    const best = judgeAll([0.2, 0.5, 0.5, 0.3], {}).map((v) => v.standing.best?.round);
    expect(best).toEqual([1, 2, 2, 2]);
  });

  test("only a fall by more than the gate allows is bad, measured from the newest good model", () => {
    const verdicts = judgeAll([0.5, 0.45, 0.4, 0.34, 0.36], { gateDrop: 0.05 });
    expect(verdicts.map(({ fallBack }) => fallBack?.round ?? null)).toEqual([
      ...[null, null, null, 3, null],
    ]);
  });

  test("a bad round is no measure for the one after it", () => {
    const verdicts = judgeAll([0.5, 0.2, 0.25, 0.5], { gateDrop: 0.05 });
    expect(verdicts.map(({ fallBack }) => fallBack?.round ?? null)).toEqual([null, 1, 1, null]);
  });

  test("patience counts from the last gain that is large enough", () => {
    const over = (rules: Partial<Rules>) =>
      judgeAll([0.3, 0.31, 0.32, 0.33, 0.4], rules).map(({ isOver }) => isOver);
    expect(over({ patience: 2 })).toEqual([false, false, false, false, false]);
    expect(over({ patience: 2, minDelta: 0.025 })).toEqual([false, false, true, false, false]);
  });
});

describe("a round that lowers the accuracy too far", () => {
  const gate = { gateDrop: 0.05, rounds: 4 };

  test("is taken back: the next starts from the model before, with a number of its own", () => {
    const room = openRoom([1], gate).play(...round(1, 0.5, 0), ...round(2, 0.2, 1));
    const to = { round: 1, model: modelOf(1), accuracy: 0.5 };
    expect(room.seen("roll-back")).toEqual([
      { type: "roll-back", round: 2, since: 2, to, accuracy: 0.2 },
    ]);
    expect(room.state).toMatchObject({ phase: "training", round: 3, model: modelOf(1) });
    room.play(update(1, 3, { baseHash: modelOf(1).hash }));
    expect(room.seen("aggregate")[0]).toMatchObject({ base: modelOf(1), version: 3 });
  });

  test("takes those with it whose models nobody judged", () => {
    const room = openRoom([1], { ...gate, evaluateEvery: 2, rounds: 8 });
    const unjudged = (number: number, base: number) => round(number, 0, base).slice(0, 2);
    room.play(...unjudged(1, 0), ...round(2, 0.5, 1), ...unjudged(3, 2), ...round(4, 0.1, 3));
    expect(room.seen("roll-back")[0]).toMatchObject({ since: 3, round: 4 });
    expect(room.state.model).toEqual(modelOf(2));
  });

  test("as the last one leaves the run with the model before", () => {
    const room = openRoom([1], { ...gate, rounds: 2 }).play(...round(1, 0.5, 0));
    room.play(...round(2, 0.2, 1));
    expect(room.effects.slice(-2).map(({ type }) => type)).toEqual(["roll-back", "end"]);
    expect(room.state).toMatchObject({ phase: "done", model: modelOf(1) });
  });

  test("cannot be the first: there is nothing to compare it with", () => {
    expect(
      openRoom([1], gate)
        .play(...round(1, 0.01, 0))
        .seen("roll-back"),
    ).toEqual([]);
  });

  test("an update of it that comes again gets its answer again", () => {
    const room = openRoom([1], gate).play(...round(1, 0.5, 0), ...round(2, 0.2, 1));
    room.play(update(1, 2, { baseHash: modelOf(1).hash }));
    expect(room.seen("count")[0]).toMatchObject({ duplicate: true, round: 2 });
  });
});

test("a run whose accuracy does not rise any more ends, with its best model", () => {
  const room = openRoom([1], { patience: 2, rounds: 9 });
  room.play(...round(1, 0.4, 0), ...round(2, 0.3, 1), ...round(3, 0.4, 2));
  expect(room.seen("end")).toMatchObject([{ why: "no-improvement", best: { round: 1 } }]);
  expect(room.state.phase).toBe("done");
});
