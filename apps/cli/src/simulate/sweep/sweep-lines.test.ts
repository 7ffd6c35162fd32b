import { expect, test } from "vitest";

import { endingLine } from "./sweep-lines.ts";

const state = { done: 3, total: 12, jobs: 2, tookMs: [60_000, 180_000] };

test("a run that is over has its line, with the time that is left", () => {
  const ending = { type: "finished", accuracy: 0.543, ms: 180_000 } as const;
  // nine runs of two minutes, two at a time
  expect(endingLine("network-ann/seed-2", ending, state)).toBe(
    "[3/12] network-ann/seed-2: done in 3 min, 54.3 %; about 9 min left",
  );
});

test("one that failed says how, one that was there says so", () => {
  const failed = { type: "failed", code: 2, last: "the disk is full" } as const;
  expect(endingLine("a/seed-1", failed, { ...state, tookMs: [] })).toBe(
    "[3/12] a/seed-1: failed with exit code 2: the disk is full",
  );
  expect(
    endingLine(
      "a/seed-1",
      { type: "skipped", accuracy: null, byOtherBuild: false },
      { ...state, tookMs: [] },
    ),
  ).toBe("[3/12] a/seed-1: finished before");
});

test("no time is left behind the last, and no more run at a time than there are", () => {
  const ending = { type: "skipped", accuracy: 1, byOtherBuild: true } as const;
  expect(endingLine("a", ending, { ...state, done: 12 })).toBe(
    "[12/12] a: finished before by another build, 100.0 %",
  );
  expect(endingLine("a", ending, { ...state, done: 11, jobs: 8 })).toContain("about 2 min left");
});
