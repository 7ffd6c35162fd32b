// The figures by which lessons are judged, against published ones.
import { expect, test } from "@playwright/test";
import { differenceRange, lastJudged, rowOf, wilsonRange } from "./expected.ts";

test("intervals are those of Newcombe's tables", () => {
  // 1998, Statistics in Medicine 17, table I: 81 of 263; table II: 56 of 70 against 48 of 80.
  const { low, high } = wilsonRange({ correct: 81, samples: 263 });
  expect([low, high].map((bound) => bound.toFixed(4))).toEqual(["0.2553", "0.3662"]);
  const first = { correct: 56, samples: 70 };
  const range = differenceRange(first, { correct: 48, samples: 80 });
  expect(range.low.toFixed(4)).toBe("0.0524");
  expect(range.high.toFixed(4)).toBe("0.3339");
});

test("a row is the newest judged round, with the devices that are in it", () => {
  const log = [
    { seq: 1, atMs: 0, type: "round-closed", round: 1, reported: [1, 2, 3] },
    { seq: 2, atMs: 0, type: "evaluated", round: 1, correct: 10, samples: 100 },
    { seq: 3, atMs: 0, type: "round-closed", round: 2, reported: [1, 2] },
    { seq: 4, atMs: 0, type: "evaluated", round: 2, correct: 20, samples: 100 },
  ];
  const cells = { accuracy: "20.0 %", range: "13.3 % to 28.9 %" };
  expect(rowOf("the run", lastJudged(log))).toEqual({
    ...{ name: "the run", ...cells, round: "2", devices: "2" },
  });
  expect(lastJudged(log, 1)).toEqual({ round: 1, correct: 10, samples: 100, devices: 3 });
});
