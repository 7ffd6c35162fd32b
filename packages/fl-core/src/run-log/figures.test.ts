import { expect, test } from "vitest";

import { formatCount, formatPercent, newcombe, plural, wilson } from "./figures.ts";

test("the Wilson interval of 312 in 1,000 is that of the tables", () => {
  const interval = wilson(312, 1000);
  expect(interval?.low).toBeCloseTo(0.284, 3);
  expect(interval?.high).toBeCloseTo(0.3414, 3);
});

test("the Wilson interval stays in 0..1 and is null when nothing was measured", () => {
  expect(wilson(0, 10)).toMatchObject({ low: 0 });
  expect(wilson(10, 10)?.high).toBe(1);
  expect(wilson(0, 10)?.high).toBeCloseTo(0.2775, 3);
  expect(wilson(0, 0)).toBeNull();
});

test("the interval of a difference is the one of Newcombe's paper: 56 of 70 less 48 of 80", () => {
  const interval = newcombe({ correct: 56, samples: 70 }, { correct: 48, samples: 80 });
  expect(interval?.low).toBeCloseTo(0.0524, 4);
  expect(interval?.high).toBeCloseTo(0.3339, 4);
  expect(newcombe({ correct: 1, samples: 2 }, { correct: 0, samples: 0 })).toBeNull();
});

test("counts, shares and nouns are written in English", () => {
  expect([0, 999, 1000, 1234567].map(formatCount)).toEqual(["0", "999", "1,000", "1,234,567"]);
  expect(formatPercent(0.3124)).toBe("31.2 %");
  expect([plural(1, "round"), plural(0, "round")]).toEqual(["1 round", "0 rounds"]);
});
