import { expect, test } from "vitest";

import {
  bytesText,
  durationText,
  energyText,
  intervalText,
  listText,
  lossText,
  momentText,
  percentText,
  pointsText,
} from "./words.ts";

test("what was not measured, or is no number, is never a figure", () => {
  for (const words of [bytesText, durationText, energyText, lossText, momentText, percentText]) {
    expect(words(null)).toBe("not measured");
  }
  expect([lossText(NaN), intervalText(null)]).toEqual(["not measured", "not measured"]);
});

test("figures carry their units", () => {
  expect([percentText(0.3124), pointsText(0.0037), lossText(1.234)]).toEqual([
    ...["31.2 %", "0.37 points", "1.23"],
  ]);
  expect([999, 1500, 24_300_000, 48_600_000_000].map(bytesText)).toEqual([
    ...["999 B", "1.50 kB", "24.3 MB", "48.6 GB"],
  ]);
  expect([0.5, 48, 580, 23_074].map(durationText)).toEqual([
    ...["0.5 s", "48 s", "9 min 40 s", "6 h 24 min"],
  ]);
  expect(energyText(895_700_000)).toBe("896 µJ");
  expect(intervalText({ low: 0.44, high: 0.484 })).toBe("44.0 % to 48.4 %");
});

test("a moment is in UTC, whatever the machine's zone", () => {
  expect(momentText(Date.UTC(2026, 8, 14, 0, 5))).toBe("2026-09-14 00:05 UTC");
});

test("numbers are listed as a person would", () => {
  expect(listText([])).toBe("");
  expect(listText([3])).toBe("3");
  expect(listText([2, 1])).toBe("1 and 2");
  expect(listText([1, 2, 3, 5, 8, 9])).toBe("1 to 3, 5, 8 and 9");
});
