import { defaultSettings, type LogBody, type LogEvent } from "@spikefed/protocol";
import { describe, expect, test } from "vitest";

import { restoreRound } from "./restore.ts";
import { savedRound } from "./saved-round.ts";

const opened: LogBody & { type: "run-opened" } = {
  type: "run-opened",
  runId: "run-0001",
  settings: { ...defaultSettings, rounds: 2, minReports: 2 },
  dataset: { name: "d", source: "d", procedural: true, sha256: "", classes: [] },
  model: { hash: "m0", version: 0, bytes: 1, parameters: 1 },
};
const open = (round: number): LogBody => ({
  ...{ type: "round-opened", round, cohort: [1, 2], modelHash: "m", deadlineMs: 0 },
});
const update = (round: number, client: number): LogBody => ({
  ...{ type: "update-accepted", round, client, updateId: `u${client}`, sha256: "s", samples: 5 },
  ...{ bytes: 1, loss: null, accuracy: null, seconds: 1, spikeRates: [] },
});
const close = (round: number): LogBody => ({
  ...{ type: "round-closed", round, why: "deadline", reported: [], missing: [] },
});
const average = (round: number): LogBody => ({
  ...{ type: "aggregated", round, clients: [1, 2], samples: 10, modelHash: "m1", version: round },
});
const judge = (round: number): LogBody => ({
  ...{ type: "evaluated", round, modelHash: "m1", correct: 1, samples: 2, loss: 1, seconds: 1 },
});

function saved(...bodies: LogBody[]) {
  const events = [opened, ...bodies].map((body, seq): LogEvent => ({ seq, atMs: seq, ...body }));
  return savedRound(events);
}

const start: LogBody = { type: "run-started" };
const firstRound = [start, open(1), update(1, 1), update(1, 2), close(1)];

test("a run that nobody started is in the lobby", () => {
  expect(saved()).toMatchObject({ phase: "lobby", round: 1, model: { hash: "m0" } });
});

test("an open round keeps its updates", () => {
  const { phase, round, attempt, accepted } = saved(start, open(1), update(1, 1));
  expect({ phase, round, attempt }).toEqual({ phase: "training", round: 1, attempt: 1 });
  expect(accepted).toEqual([{ client: 1, updateId: "u1", samples: 5 }]);
});

test("a round that closed with enough is averaged, with too few repeated", () => {
  expect(saved(...firstRound).phase).toBe("aggregating");
  const repeated = saved(start, open(1), update(1, 1), close(1), open(1));
  expect(repeated).toMatchObject({ phase: "training", attempt: 2 });
  expect(repeated.accepted.length).toBe(1);
});

test("an average that was not judged is judged", () => {
  expect(saved(...firstRound, average(1))).toMatchObject({
    ...{ phase: "evaluating", round: 1, accepted: [], model: { hash: "m1", version: 1 } },
    previous: { round: 1 },
  });
});

test("the next round comes after the judgement, the end after the last one", () => {
  expect(saved(...firstRound, average(1), judge(1))).toMatchObject({
    phase: "selecting",
    round: 2,
  });
  const second = [open(2), update(2, 1), update(2, 2), close(2), average(2), judge(2)];
  const all = [...firstRound, average(1), judge(1), ...second];
  expect(saved(...all)).toMatchObject({ phase: "evaluating", round: 2 });
  expect(saved(...all, { type: "run-ended", why: "rounds" }).phase).toBe("done");
});

test("a round that was not judged, as set, is over, and its model is known not to be measured", () => {
  const skipped: LogBody = { type: "evaluation-skipped", round: 1 };
  const after = saved(...firstRound, average(1), skipped);
  expect(after).toMatchObject({ phase: "selecting", round: 2, measured: false });
  expect(saved(...firstRound, average(1), skipped, open(2))).toMatchObject({ measured: false });
  expect(saved(...firstRound, average(1), skipped, open(2), judge(1)).measured).toBe(true);
  expect(saved(...firstRound, average(1), judge(1)).measured).toBe(true);
});

describe("with a gate and patience", () => {
  const judged = (round: number, correct: number): LogBody => ({
    ...{ type: "evaluated", round, modelHash: `m${round}`, correct, samples: 10 },
    ...{ loss: 1, seconds: 1 },
  });
  const played = (round: number, correct: number): LogBody[] => [
    ...[open(round), update(round, 1), update(round, 2), close(round)],
    { ...average(round), modelHash: `m${round}` } as LogBody,
    judged(round, correct),
  ];
  const settings = { ...opened.settings, rounds: 9, gateDrop: 10, patience: 3 };
  const savedWith = (...bodies: LogBody[]) =>
    savedRound(
      [{ ...opened, settings }, start, ...bodies].map((body, seq) => ({ seq, atMs: 0, ...body })),
    );
  const back: LogBody = {
    ...{ type: "rolled-back", round: 2, since: 2, modelHash: "m1", version: 1 },
    ...{ accuracy: 0.2, before: 0.5 },
  };

  test("a round that is to be taken back is judged again until its line is there", () => {
    const before = savedWith(...played(1, 5), ...played(2, 2));
    expect(before).toMatchObject({ phase: "evaluating", round: 2, model: { hash: "m2" } });
    const after = savedWith(...played(1, 5), ...played(2, 2), back);
    expect(after).toMatchObject({ phase: "selecting", round: 3, newest: 2, ending: null });
    expect(after.model).toEqual({ hash: "m1", version: 1 });
    expect(after.standing).toMatchObject({ good: { round: 1 }, plateau: { evaluations: 1 } });
  });

  test("validation pictures decide, not the test pictures", () => {
    const kept = (round: number, correct: number): LogBody[] => [
      ...played(round, 5).slice(0, -1),
      { ...judged(round, 5), validation: { correct, samples: 10, loss: 1 } } as LogBody,
    ];
    const before = savedWith(...kept(1, 8), ...kept(2, 2));
    expect(before).toMatchObject({
      phase: "evaluating",
      round: 2,
      standing: { good: { round: 1 } },
    });
  });

  test("a model whose loss is no number waits for the line that takes it back", () => {
    const fact = "the loss is NaN";
    const broken: LogBody = { type: "evaluation-failed", round: 2, fact, worthless: true };
    const rounds = [...played(1, 0), ...played(2, 0).slice(0, -1), broken];
    expect(savedWith(...rounds)).toMatchObject({ phase: "evaluating", round: 2 });
    const after = savedWith(...rounds, { ...back, accuracy: null });
    expect(after).toMatchObject({ phase: "selecting", round: 3, model: { hash: "m1" } });
    expect(after.standing).toMatchObject({ good: { round: 1 }, best: { round: 1 } });
    const older = { type: "evaluation-failed", round: 2, fact } as const;
    expect(savedWith(...rounds.slice(0, -1), older)).toMatchObject({ round: 3 });
  });

  test("updates that were made from a model that is taken back go with it", () => {
    const skipped: LogBody = { type: "evaluation-skipped", round: 2 };
    const unjudged = [...played(2, 2).slice(0, -1), skipped];
    const stopped = [open(3), update(3, 1), judged(2, 2), back];
    expect(savedWith(...played(1, 5), ...unjudged, ...stopped).accepted).toEqual([]);
  });

  test("an end that was decided comes, also when its line was cut off", () => {
    const bodies = [...played(1, 5), ...played(2, 5), ...played(3, 5), ...played(4, 5)];
    expect(savedWith(...bodies)).toMatchObject({ ending: "no-improvement" });
    expect(restoreRound(savedWith(...bodies), 0).effects).toMatchObject([
      { type: "end", why: "no-improvement", best: { round: 1 } },
    ]);
    const ended = savedWith(...bodies, { type: "run-ended", why: "no-improvement" });
    expect(ended).toMatchObject({ phase: "done", ending: null });
  });

  test("what the log adds up to is where the machine stood", () => {
    const { standing } = savedWith(...played(1, 5), ...played(2, 6), ...played(3, 6));
    expect(standing).toMatchObject({
      ...{ good: { round: 3 }, best: { round: 2 }, plateau: { accuracy: 0.6, evaluations: 1 } },
    });
  });
});

test("a round that closed with its goal is known, and what it needed is its own", () => {
  const closed = { ...close(1), why: "goal", needed: 1 } as LogBody;
  expect(saved(start, open(1), update(1, 1), closed)).toMatchObject({
    ...{ phase: "aggregating", filled: 1 },
  });
});

test("a pause stays a pause, and a resumed run is where it was", () => {
  expect(saved(start, open(1), { type: "paused" }).phase).toBe("paused");
  expect(saved(start, open(1), { type: "paused" }, { type: "resumed" }).phase).toBe("training");
});

test("an update that was lost is no longer the round's, and its owner may send another", () => {
  const lost: LogBody = {
    ...{ type: "update-lost", round: 1, client: 1, updateId: "u1", fact: "damaged" },
  };
  const { phase, accepted } = saved(...firstRound, lost);
  expect(phase).toBe("selecting");
  expect(accepted.map(({ client }) => client)).toEqual([2]);
  const again = saved(...firstRound, lost, open(1), update(1, 1), close(1));
  expect(again.phase).toBe("aggregating");
  expect(again.accepted.map(({ client }) => client)).toEqual([2, 1]);
});

test("who was invited when is known again, for those who wait the longest", () => {
  const events = [start, { ...open(1), cohort: [3, 1] } as LogBody, update(1, 1), open(2)];
  const { invitedIn } = saved(...events);
  expect([...invitedIn].sort()).toEqual([
    [1, 2],
    [2, 2],
    [3, 1],
  ]);
});

test("a round that asked one of those who sat out has called all of them back", () => {
  const dropped: LogBody = { type: "dropped", round: 1, clients: [1, 3] };
  expect(saved(start, dropped).dropped).toEqual(new Map([[1, 1], [3, 1]])); // prettier-ignore
  expect(saved(start, dropped, open(1)).dropped).toEqual(new Map());
  const others: LogBody = { type: "dropped", round: 1, clients: [3] };
  expect(saved(start, others, open(1)).dropped).toEqual(new Map([[3, 1]]));
});
