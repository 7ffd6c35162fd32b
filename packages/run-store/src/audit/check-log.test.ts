import { evaluationBody, roundBody, sealedLines } from "@spikefed/fl-core";
import {
  defaultSettings,
  type LogBody,
  type LogEvent,
  type RunRecord,
  type SignedRecord,
} from "@spikefed/protocol";
import { expect, test } from "vitest";

import { lineProblem } from "./check-log.ts";

const hash = (digit: string) => digit.repeat(64);
const settings = { ...defaultSettings, minReports: 2, minFraction: 0.75 };
const figures = { loss: 1, accuracy: 0, seconds: 1, spikeRates: [] };

/** A round of four of which two reported, with a record that says what the log says. */
function recorded(needed: number | null): [LogEvent[], LogEvent, SignedRecord] {
  const why = "deadline" as const;
  const closed = { round: 1, why, reported: [1, 2], missing: [3, 4] };
  const bodies: LogBody[] = [
    {
      ...{ type: "run-opened", runId: "run-audit", settings },
      dataset: { name: "", source: "", procedural: true, sha256: hash("d"), classes: [] },
      model: { hash: hash("0"), version: 0, bytes: 1, parameters: 1 },
    },
    { type: "round-opened", round: 1, cohort: [1, 2, 3, 4], modelHash: hash("0"), deadlineMs: 9 },
    ...[1, 2].map((client): LogBody => {
      const update = { round: 1, client, updateId: `u${client}`, sha256: hash(`${client}`) };
      return { type: "update-accepted", ...update, samples: 8, bytes: 1, ...figures };
    }),
    { type: "round-closed", ...closed, ...(needed === null ? {} : { needed }) },
    {
      ...{ type: "aggregated", round: 1, clients: [1, 2], samples: 16 },
      ...{ modelHash: hash("5"), version: 1, record: hash("e") },
    },
  ];
  const all = bodies.map((body, seq): LogEvent => ({ seq, atMs: seq, ...body }));
  const events = all.slice(0, -1);
  const aggregated = all.at(-1) as LogEvent & { type: "aggregated" };
  const body = roundBody({ events, aggregated, serverState: null, updatesKept: false });
  const lines = sealedLines(events, "round");
  const record = { ...body, log: { lines, sha256: hash("a") } } as unknown as RunRecord;
  return [events, aggregated, { hash: hash("e"), record, signature: "" }];
}

test("a round of fewer updates than its close asked for is named", () => {
  const problem = (needed: number | null) => {
    const [events, event, signed] = recorded(needed);
    return lineProblem(events, event as LogEvent & { type: "aggregated" }, signed);
  };
  expect(problem(3)).toBe("it has 2 updates of at least 3");
  expect([problem(2), problem(null)]).toEqual([null, null]);
});

test("an evaluation's record is held to the validation figures, unless it is an earlier one", () => {
  const [events, aggregated] = recorded(null);
  const validation = { correct: 4, samples: 8, loss: 1 };
  const judged = { round: 1, modelHash: hash("5"), correct: 5, samples: 8, loss: 1, seconds: 1 };
  const at = { seq: 9, atMs: 9, record: hash("f") };
  const without = { type: "evaluated", ...judged, ...at } as const;
  const event = { ...without, validation };
  const before = [...events, aggregated];
  const problem = (said: object) => {
    const body = evaluationBody(before, without);
    const log = { lines: sealedLines(before, "evaluation"), sha256: hash("a") };
    const record = { ...body, ...said, log } as unknown as RunRecord;
    return lineProblem(before, event, { hash: hash("f"), record, signature: "" });
  };
  expect([problem({ validation }), problem({})]).toEqual([null, null]);
  const other = { validation: { ...validation, correct: 8 } };
  expect(problem(other)).toBe('the log says something else of "validation"');
});
