// What pages say where models are made without waiting for a cohort.

import { emptyView, type RunView } from "@spikefed/fl-core";
import { defaultSettings } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { narration, progressWords } from "./narration.ts";
import { noClock, remainingMs } from "./remaining.ts";
import { ringMarks } from "./ring.ts";
import { rosterFacts, roundFacts } from "./testing/facts.ts";

const scheduler = { kind: "fedbuff", bufferSize: 5, maxStaleness: 3, speedSpread: 0 } as const;
const open = roundFacts(1, { reported: [1], goal: 5, closedMs: null, closedWhy: null });
const view: RunView = {
  ...{ ...emptyView, phase: "training", round: 1, rounds: [open] },
  settings: { ...defaultSettings, scheduler },
};

test("the updates of the next model are counted, and no time runs down", () => {
  expect(progressWords(view)).toBe("Training: 1 of the 5 updates for the next model");
  expect(remainingMs(noClock, view, 1000)).toBeNull();
  const rounds = { ...view, settings: defaultSettings };
  expect(progressWords(rounds)).toBe("Training: 1 of 3 have sent");
  expect(remainingMs(noClock, rounds, 1000)).toBe(59_000);
});

test("who works on while a model is made is not told as missing", () => {
  const closed = { ...open, closedMs: 1, closedWhy: "all-reported" as const, modelHash: "m" };
  const between: RunView = { ...view, phase: "aggregating", rounds: [closed] };
  const roster = [1, 2, 3].map((client) => rosterFacts(client));
  expect(ringMarks(between, roster).map(({ state }) => state)).toEqual([
    "sent",
    "working",
    "working",
  ]);
  const next: RunView = { ...view, phase: "selecting", rounds: [{ ...closed, accuracy: 0.5 }] };
  expect(narration(next)).not.toContain("without");
  expect(narration({ ...next, settings: defaultSettings })).toContain("without 2 devices");
});
