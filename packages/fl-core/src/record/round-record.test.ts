import type { LogEvent } from "@spikefed/protocol";
import { describe, expect, test } from "vitest";

import { goldenLog, hashes } from "../run-log/testing/golden-log.ts";
import { evaluationBody, roundBody, sealedLines } from "./round-record.ts";

const placeOf = (type: LogEvent["type"], round: number) =>
  goldenLog.findIndex((event) => event.type === type && "round" in event && event.round === round);
const averaged = (round: number) =>
  goldenLog[placeOf("aggregated", round)] as LogEvent & { type: "aggregated" };
const bodyOf = (round: number, more: LogEvent[] = []) =>
  roundBody({
    events: [...goldenLog.slice(0, placeOf("aggregated", round)), ...more],
    ...{ aggregated: averaged(round), serverState: null, updatesKept: false },
  });

describe("the record of a round", () => {
  test("tells of all attempts, of what was averaged and of what was refused", () => {
    const [opened] = goldenLog as [LogEvent & { type: "run-opened" }];
    expect(bodyOf(1)).toEqual({
      ...{ type: "round", runId: "run-golden", round: 1, settings: opened.settings },
      base: { hash: hashes.initial, version: 0 },
      model: { hash: hashes.first, version: 1 },
      unit: 4.76837158203125e-7,
      attempts: [
        {
          ...{ openedMs: 6000, closedMs: 10_000, why: "deadline" },
          ...{ cohort: [1, 2, 3], stragglers: [], reported: [1], missing: [2, 3] },
        },
        {
          ...{ openedMs: 12_000, closedMs: 17_000, why: "all-reported" },
          ...{ cohort: [2], stragglers: [], reported: [1, 2], missing: [] },
        },
      ],
      updates: [1, 2].map((client) => ({
        ...{ client, updateId: expect.any(String) as string, sha256: expect.any(String) as string },
        ...{ bytes: expect.any(Number) as number, samples: 100 * client, weight: 100 * client },
      })),
      rejected: [{ client: 2, code: "update/range", updateId: "u-1-2", sha256: "9".repeat(64) }],
      ...{ chosen: null, clipped: [], serverState: null, before: null, updatesKept: false },
    });
  });

  test("starts from the round before, and knows how its base was judged", () => {
    const { base, before, attempts, rejected } = bodyOf(2);
    expect(base).toEqual({ hash: hashes.first, version: 1 });
    expect(before).toEqual({ correct: 312, samples: 1000, loss: 1.9 });
    expect(attempts.map(({ why, closedMs }) => [why, closedMs === null])).toEqual([
      [null, true], // the coordinator was stopped
      ["host", false],
    ]);
    expect(rejected).toEqual([{ client: 1, code: "training-failed" }]);
  });

  test("does not change by what is written behind the close of the round", () => {
    const more = [
      { type: "left", client: 1, why: "lost" },
      { type: "restarted", round: 2 },
      { type: "update-refused", round: 2, client: 1, code: "update/late", fact: "" },
    ].map((body, i) => ({ ...body, seq: 99 + i, atMs: 99_000 }) as LogEvent);
    expect(bodyOf(2, more)).toEqual(bodyOf(2));
    const events = goldenLog.slice(0, placeOf("aggregated", 2));
    expect(sealedLines([...events, ...more], "round")).toBe(placeOf("round-closed", 2) + 1);
  });

  test("weighs as the strategy does", () => {
    const weights = (strategy: object) => {
      const events = goldenLog.map((event) =>
        event.type === "run-opened"
          ? { ...event, settings: { ...event.settings, strategy } }
          : event,
      ) as LogEvent[];
      const before = events.slice(0, placeOf("aggregated", 1));
      const facts = { aggregated: averaged(1), serverState: null, updatesKept: false };
      return roundBody({ events: before, ...facts }).updates.map(({ weight }) => weight);
    };
    expect(weights({ kind: "fedavg", weighting: "uniform" })).toEqual([1, 1]);
    expect(weights({ kind: "fedmedian" })).toEqual([null, null]);
  });

  test("of a round that was closed at once after a restart has that attempt too", () => {
    const at = placeOf("aggregated", 1);
    const closed = { ...goldenLog[at - 1]!, atMs: 18_000 } as LogEvent & { type: "round-closed" };
    const events = [...goldenLog.slice(0, at), closed];
    const facts = { aggregated: averaged(1), serverState: null, updatesKept: false };
    expect(roundBody({ events, ...facts }).attempts.at(-1)).toEqual({
      ...{ openedMs: 18_000, closedMs: 18_000, cohort: [], stragglers: [] },
      ...{ reported: [1, 2], missing: [], why: "all-reported" },
    });
  });
});

test("the record of an evaluation seals the log up to its average", () => {
  const at = placeOf("evaluated", 1);
  const event = goldenLog[at] as LogEvent & { type: "evaluated" };
  expect(evaluationBody(goldenLog.slice(0, at), event)).toEqual({
    ...{ type: "evaluation", runId: "run-golden", round: 1, modelHash: hashes.first },
    ...{ correct: 312, samples: 1000, loss: 1.9 },
  });
  const validation = { correct: 7, samples: 20, loss: 2 };
  const kept = evaluationBody(goldenLog.slice(0, at), { ...event, validation });
  expect(kept).toMatchObject({ correct: 312, validation });
  expect(sealedLines(goldenLog.slice(0, at), "evaluation")).toBe(placeOf("aggregated", 1) + 1);
});
