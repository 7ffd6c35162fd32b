import { defaultSettings, RunSettings } from "@spikefed/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";

import { dropsField } from "./drops-field.ts";
import { readForm, textsOf } from "./settings-form.ts";

const typed = (rounds: string) =>
  readForm(defaultSettings, { ...textsOf(defaultSettings), [dropsField.key]: rounds });

test.each([
  ["40, 60, 80", [40, 60, 80]],
  ["80 40;60", [40, 60, 80]],
  [" 7 ", [7]],
  ["7,7", [7]],
  ["", []],
])("%j are rounds %j, and settings that the protocol takes", (text, rounds) => {
  const { settings, problems } = typed(text);
  expect([...problems]).toEqual([]);
  expect(settings.learningRateDrops).toEqual({ rounds, factor: 5 });
  expect(v.is(RunSettings, settings)).toBe(true);
  expect(textsOf(settings)[dropsField.key]).toBe(rounds.join(", "));
});

test.each([
  ["40, many", "has many; allowed are whole numbers from 1 to 1,000."],
  ["0", "has 0;"],
  ["1001", "has 1001;"],
  ["2.5", "has 2.5;"],
  ["-3", "has -3;"],
  [Array.from({ length: 21 }, (_, i) => i + 1).join(), "has 21 numbers; allowed are at most 20."],
])("%j is refused before it is sent", (text, why) => {
  expect(typed(text).problems.get(dropsField.key)).toContain(why);
});

test("the longest list that is taken is the protocol's", () => {
  const drops = (length: number) => ({
    ...defaultSettings,
    learningRateDrops: { rounds: Array.from({ length }, (_, i) => 1000 - i), factor: 5 },
  });
  expect([20, 21].map((length) => v.is(RunSettings, drops(length)))).toEqual([true, false]);
});
