import { expect, test } from "vitest";

import { resultsTable } from "./table.ts";

test("figures stand in columns, the outcome at the end", () => {
  const figures = [
    { what: "kills", asked: ">= 3", measured: "4" },
    { what: "restarts, the slowest", asked: null, measured: "1 s" },
  ];
  const text = resultsTable([{ name: "kill", figures, violations: [], seconds: 1.25 }]);
  expect(text.trim().split("\n")).toEqual([
    "trial  what                   asked  measured",
    "kill   kills                  >= 3   4",
    "kill   restarts, the slowest  -      1 s",
    "kill   time                   -      1.3 s",
    "",
    "No violation.",
  ]);
});

test("violations are listed with their trial", () => {
  const text = resultsTable([{ name: "kill", figures: [], violations: ["I1: lost"], seconds: 0 }]);
  expect(text).toContain("1 violations:\nkill: I1: lost");
});
