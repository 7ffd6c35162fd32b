import { type RoundState, rulesOf, step } from "@spikefed/fl-core";
import {
  experimentSettings,
  type LogBody,
  type LogEvent,
  readExperiment,
  type ExperimentChoice,
} from "@spikefed/protocol";
import { describe, expect, test } from "vitest";

import { takeUp } from "./take-up.ts";

const settingsOf = (choice: ExperimentChoice) =>
  experimentSettings(readExperiment({ clients: 4, participants: 2, rounds: 3, ...choice }));

const opened = (choice: ExperimentChoice = {}): LogBody => ({
  ...{ type: "run-opened", runId: "run", settings: settingsOf(choice) },
  dataset: { name: "shapes", source: "", procedural: true, sha256: "", classes: [] },
  model: { hash: "m0", version: 0, bytes: 1, parameters: 1 },
});
const started: LogBody = { type: "run-started" };
const open = (round: number, cohort: number[], modelHash: string): LogBody => ({
  ...{ type: "round-opened", round, cohort, modelHash, deadlineMs: 9 },
});
const update = (round: number, client: number): LogBody => ({
  ...{ type: "update-accepted", round, client, updateId: `r${round}-c${client}`, sha256: "" },
  ...{ samples: 32, bytes: 1, loss: 1, accuracy: 0, seconds: 1, spikeRates: [] },
});
const failed = (round: number, client: number): LogBody => ({
  ...{ type: "training-failed", round, client, fact: "the loss is NaN" },
});
const refused = (round: number, client: number): LogBody => ({
  ...{ type: "update-refused", round, client, code: "update/range", fact: "" },
});
const closed = (round: number, reported: number[]): LogBody => ({
  ...{ type: "round-closed", round, why: "all-reported", reported, missing: [] },
});
const averaged = (round: number): LogBody => ({
  ...{ type: "aggregated", round, clients: [1, 2], samples: 64 },
  ...{ modelHash: `m${round}`, version: round },
});
const judged = (round: number): LogBody => ({
  ...{ type: "evaluated", round, modelHash: `m${round}`, correct: 1, samples: 2, loss: 1 },
  seconds: 1,
});
const skipped = (round: number): LogBody => ({ type: "evaluation-skipped", round });

const take = (...lines: LogBody[]) =>
  takeUp(
    lines.map((line, seq): LogEvent => ({ seq, atMs: 1, ...line })),
    1000,
  );

/** What the machine asks for once all four have joined and it is told the event. */
function goOn(start: ReturnType<typeof take>, choice: ExperimentChoice = {}) {
  const rules = rulesOf(settingsOf(choice));
  let state: RoundState = start.state;
  for (const client of [1, 2, 3, 4]) {
    const joined = step(state, { type: "join", client }, 999, rules);
    expect(joined.effects).toEqual([]);
    state = joined.state;
  }
  const next = step(state, start.event, 1000, rules);
  return [...start.effects, ...next.effects].map((effect) =>
    "round" in effect ? `${effect.type} ${effect.round}` : effect.type,
  );
}

const none = { outcomes: new Map(), isOpened: false };
const round1 = [opened(), started, open(1, [1, 2], "m0")];

describe("a log that ends with", () => {
  test("its opening starts", () => {
    const start = take(opened());
    expect(start).toMatchObject({ event: { type: "start" }, ...none });
    expect(goOn(start)).toEqual(["say", "invite 1"]);
  });

  test("the start opens the first round", () => {
    expect(goOn(take(opened(), started))).toEqual(["invite 1"]);
  });

  test("an open round opens it again as the same attempt, with what its clients came to", () => {
    const start = take(...round1, update(1, 2), failed(1, 1));
    expect(start).toMatchObject({ isOpened: true, state: { round: 1, attempt: 0, accepted: [] } });
    expect([...start.outcomes.keys()].sort()).toEqual([1, 2]);
    expect(start.outcomes.get(2)).toMatchObject({ type: "update-accepted", updateId: "r1-c2" });
    expect(start.outcomes.get(1)).toBeNull();
    expect(goOn(start)).toEqual(["invite 1"]);
  });

  test("a refused update does not train that client again", () => {
    expect(take(...round1, refused(1, 2)).outcomes).toEqual(new Map([[2, null]]));
  });

  test("a second attempt keeps the updates of the first apart", () => {
    const choice: ExperimentChoice = { strategy: { kind: "krum" }, clients: 9, participants: 5 };
    const start = take(
      ...[opened(choice), started, open(1, [1, 2, 3, 4, 5], "m0"), update(1, 1), failed(1, 2)],
      ...[closed(1, [1]), { type: "round-repeated", round: 1, reported: 1, needed: 5 } as const],
      ...[open(1, [3, 4, 5, 6], "m0"), update(1, 6)],
    );
    expect(start.state).toMatchObject({ attempt: 1, accepted: [{ client: 1 }] });
    expect([...start.outcomes.keys()]).toEqual([6]);
  });

  test("a round that closed with too few says first that it is repeated", () => {
    const krum: ExperimentChoice = { strategy: { kind: "krum" }, clients: 9, participants: 5 };
    const lines = [opened(krum), started, open(1, [1, 2, 3, 4, 5], "m0"), update(1, 1)];
    const start = take(...lines, closed(1, [1]));
    expect(start.effects).toEqual([{ type: "repeat", round: 1, reported: 1, needed: 5 }]);
    const told = { type: "round-repeated", round: 1, reported: 1, needed: 5 } as const;
    expect(take(...lines, closed(1, [1]), told).effects).toEqual([]);
  });

  test("a closed round is averaged", () => {
    const start = take(...round1, update(1, 2), update(1, 1), closed(1, [1, 2]));
    expect(start.effects).toMatchObject([
      {
        type: "aggregate",
        round: 1,
        base: { hash: "m0" },
        updates: [{ client: 1 }, { client: 2 }],
      },
    ]);
    expect(goOn(start)).toEqual(["aggregate 1"]);
  });

  test("a new model has the machine decide whether it is judged", () => {
    const lines = [...round1, update(1, 1), update(1, 2), closed(1, [1, 2]), averaged(1)];
    expect(goOn(take(...lines), { evaluateEvery: 1 })).toEqual(["evaluate 1"]);
    expect(goOn(take(...lines), { evaluateEvery: 2 })).toEqual(["skip-evaluation 1", "invite 2"]);
  });

  test.each([judged(1), skipped(1)])("$type opens the next round", (line) => {
    const start = take(...round1, update(1, 1), update(1, 2), closed(1, [1, 2]), averaged(1), line);
    expect(start.state).toMatchObject({ round: 2, attempt: 0, model: { hash: "m1", version: 1 } });
    expect(goOn(start)).toEqual(["invite 2"]);
  });

  test("the last figures ends, and does not judge again", () => {
    const lines = [...round1, closed(1, []), averaged(3), judged(3)];
    expect(goOn(take(...lines))).toEqual(["end"]);
    const failedLast: LogBody = { type: "evaluation-failed", round: 3, fact: "" };
    expect(goOn(take(...lines.slice(0, -1), failedLast))).toEqual(["end"]);
    expect(goOn(take(...lines.slice(0, -1)))).toEqual(["evaluate 3"]);
  });

  test("a loss that is no number takes the model back, with a gate", () => {
    const gate: ExperimentChoice = { gateDrop: 5, evaluateEvery: 1 };
    const fact = "the loss is NaN";
    const broken: LogBody = { type: "evaluation-failed", round: 2, fact, worthless: true };
    const lines = [opened(gate), started, averaged(1), judged(1), averaged(2), broken];
    expect(goOn(take(...lines), gate)).toEqual(["roll-back 2", "invite 3"]);
  });

  test("validation pictures decide whether a model is taken back", () => {
    const gate: ExperimentChoice = { gateDrop: 5, evaluateEvery: 1 };
    const on = (round: number, correct: number) =>
      ({ ...judged(round), validation: { correct, samples: 10, loss: 1 } }) as LogBody;
    const lines = [opened(gate), started, averaged(1), on(1, 8), averaged(2), on(2, 1)];
    expect(goOn(take(...lines), gate)).toEqual(["roll-back 2", "invite 3"]);
  });

  test("the end asks for nothing", () => {
    const start = take(...round1, averaged(3), judged(3), { type: "run-ended", why: "rounds" });
    expect(goOn(start)).toEqual([]);
  });
});
