import { expect, test } from "vitest";

import { judgedLine, progressLine, shareDone } from "./progress.ts";

const training = { type: "training", round: 3, client: 17, place: 2, of: 4, share: 0.5 } as const;

test("what is done counts rounds, turns and batches", () => {
  expect(shareDone({ ...training, round: 1, place: 1, share: 0 }, 10)).toBe(0);
  expect(shareDone(training, 10)).toBeCloseTo((2 + (1 + 0.5) / 4) / 10);
  expect(shareDone({ ...training, place: 4, share: 1 }, 10)).toBeCloseTo(0.3);
  expect(shareDone({ type: "judging", round: 3, share: 0 }, 10)).toBe(0.3);
});

test("it says round, client, batches and the time left", () => {
  const timing = { elapsedMs: 60_000, before: 0, rounds: 10 };
  // 23.75 % in a minute
  expect(progressLine(training, timing)).toBe(
    "round 3 of 10: client 17 (2 of 4), 50 %; about 3 min left",
  );
  expect(progressLine({ type: "judging", round: 9, share: 0.251 }, timing)).toBe(
    "round 9 of 10: judging, 25 %; about 7 s left",
  );
});

test("after a resume only what this process did tells the time left", () => {
  const timing = { elapsedMs: 60_000, before: 0.2, rounds: 10 };
  // 3.75 % in a minute, 76.25 % to do
  expect(progressLine(training, timing)).toContain("about 20 min left");
});

test("long times are told in hours, and none at all before there is a measure", () => {
  const slow = { elapsedMs: 3_600_000, before: 0, rounds: 10 };
  expect(progressLine(training, slow)).toContain("about 3.2 h left");
  expect(progressLine(training, { ...slow, elapsedMs: 2999 })).not.toContain("left");
  expect(progressLine({ ...training, round: 1, place: 1, share: 0 }, slow)).not.toContain("left");
});

test("a judged round keeps its line", () => {
  const judged = { type: "judged", round: 5, accuracy: 0.4567 } as const;
  expect(judgedLine(judged)).toBe("Round 5: 45.7 % of the held-out pictures");
  expect(progressLine(judged, { elapsedMs: 0, before: 0, rounds: 10 })).toBe(
    "round 5 of 10: 45.7 % of the held-out pictures",
  );
});
