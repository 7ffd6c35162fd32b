import type { LogBody, LogEvent } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { askedIn } from "./asked.ts";

const log = (...bodies: LogBody[]) =>
  bodies.map((body, seq): LogEvent => ({ seq, atMs: seq, ...body }));
const open = (...cohort: number[]): LogBody => ({
  ...{ type: "round-opened", round: 2, cohort, modelHash: "m", deadlineMs: 0 },
});
const close = (reported: number[], missing: number[]) =>
  ({ type: "round-closed", round: 2, why: "goal", reported, missing }) as const;

test("of a round that was repeated all that were invited, each time", () => {
  const events = log(open(1, 2, 3), close([1], [2, 3]), open(2, 3), close([1, 2], [3]));
  expect(askedIn(events)).toEqual([1, 2, 3, 2, 3]);
});

test("of a buffer those whose work ended in it, not those that work on", () => {
  const failed = { type: "training-failed", round: 2, client: 7, fact: "it diverged" } as const;
  const refused = { ...failed, type: "update-refused", client: 8, code: "update/range" } as const;
  const closed = { ...close([1, 5], [6]), clockMs: 90 };
  expect(askedIn(log(open(1, 2, 3), failed, refused, closed))).toEqual([1, 5, 6, 7, 8]);
});

test("of a buffer in a room, whose log knows no clock, each once", () => {
  const figures = { loss: null, accuracy: null, seconds: 1, spikeRates: [], bytes: 1, samples: 1 };
  const base = { hash: "m", version: 0 };
  const accepted = { ...figures, base, staleness: 0, client: 1, updateId: "u", sha256: "" };
  const events = log(
    open(1, 2, 3),
    { type: "update-accepted", round: 2, ...accepted },
    { type: "update-refused", round: 2, client: 6, code: "update/late", fact: "" },
    close([1, 5], [6]),
  );
  expect(askedIn(events)).toEqual([1, 5, 6]);
});
