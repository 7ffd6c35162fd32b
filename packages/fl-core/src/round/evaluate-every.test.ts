import { expect, test } from "vitest";

import { restoreRound, type SavedRound } from "./restore.ts";
import { noStanding } from "./standing.ts";
import {
  aggregated,
  createScript,
  evaluated,
  modelOf,
  openRoom,
  update,
} from "./testing/script.ts";

/** Rounds that ask for an evaluation, of a run that goes well. */
function evaluatedRounds(rounds: number, evaluateEvery: number): number[] {
  const room = openRoom([1], { rounds, evaluateEvery });
  const asked: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    room.play(update(1, round), aggregated(round));
    const evaluations = room.seen("evaluate").map((effect) => effect.round);
    const skipped = room.seen("skip-evaluation").map((effect) => effect.round);
    expect([...evaluations, ...skipped]).toEqual([round]);
    if (evaluations.length > 0) room.play(evaluated(round));
    asked.push(...evaluations);
  }
  expect(room.state.phase).toBe("done");
  return asked;
}

test("every so many rounds are evaluated, and the last one always", () => {
  expect(evaluatedRounds(5, 1)).toEqual([1, 2, 3, 4, 5]);
  expect(evaluatedRounds(7, 3)).toEqual([3, 6, 7]);
  expect(evaluatedRounds(6, 3)).toEqual([3, 6]);
  expect(evaluatedRounds(4, 1000)).toEqual([4]);
});

const every3 = { evaluateEvery: 3, rounds: 9 };

test("after a round that is not evaluated the next one opens at once, or waits for the host", () => {
  const room = openRoom([1], every3).play(update(1, 1), aggregated(1));
  expect(room.effects.slice(-2)).toMatchObject([
    { type: "skip-evaluation", round: 1 },
    { type: "invite", round: 2 },
  ]);
  const stepped = openRoom([1], { ...every3, stepMode: true });
  expect(stepped.play(update(1, 1), aggregated(1)).state.phase).toBe("selecting");
  expect(stepped.play("next").seen("invite")[0]?.round).toBe(2);
});

test("a pause that was asked for while averaging comes after it", () => {
  const room = openRoom([1], every3).play(update(1, 1), "pause", aggregated(1));
  expect(room.effects.slice(-2)).toEqual([
    { type: "skip-evaluation", round: 1 },
    { type: "say", what: "paused" },
  ]);
});

test("a stop while averaging makes that round the last one, which is evaluated", () => {
  const room = openRoom([1], every3).play(update(1, 1), "stop", aggregated(1));
  expect(room.seen("evaluate")).toEqual([{ type: "evaluate", round: 1, modelHash: "model-1" }]);
  expect(room.play(evaluated(1)).effects).toMatchObject([{ type: "end", why: "host" }]);
});

test("a stop later evaluates the newest model before the run ends, also in a pause", () => {
  for (const pause of [[], ["pause"]] as const) {
    const room = openRoom([1, 2], { ...every3, minReports: 2 });
    room.play(update(1, 1), update(2, 1), aggregated(1), update(1, 2), ...pause, "stop");
    expect(room.effects.at(-1)).toEqual({ type: "evaluate", round: 1, modelHash: "model-1" });
    expect(room.state).toMatchObject({ phase: "evaluating", round: 1 });
    expect(room.play(evaluated(1)).effects).toMatchObject([{ type: "end", why: "host" }]);
    expect(room.state.model).toEqual(modelOf(1));
  }
});

test("a stop after an evaluation does not evaluate again", () => {
  const room = openRoom([1], { evaluateEvery: 1 });
  room.play(update(1, 1), aggregated(1), evaluated(1), "stop");
  expect(room.seen("evaluate")).toHaveLength(1);
  expect(room.state.phase).toBe("done");
});

test("a run that was restored knows that its model has not been evaluated", () => {
  const saved: Omit<SavedRound, "measured"> = {
    ...{ phase: "selecting", round: 2, attempt: 0, model: modelOf(1), accepted: [] },
    ...{
      previous: { round: 1, updates: [] },
      stepAllowed: true,
      changes: [],
      dropped: new Map<number, number>(),
    },
    ...{ newest: 1, standing: noStanding, ending: null, filled: null, invitedIn: new Map() },
  };
  const stop = (measured: boolean) =>
    createScript(every3, restoreRound({ ...saved, measured }, 0).state).play("stop").effects[0];
  expect(stop(false)).toMatchObject({ type: "evaluate", round: 1 });
  expect(stop(true)).toMatchObject({ type: "end", why: "host" });
});
