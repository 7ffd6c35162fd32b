import { defaultSettings, RunSettings } from "@spikefed/protocol";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { alphaField, mainFields, moreFields, rangeText } from "./settings-fields.ts";
import { fieldsOf, problemOf, readForm, textsOf } from "./settings-form.ts";

const accepted = (settings: unknown) => v.safeParse(RunSettings, settings).success;
const skewed: RunSettings = { ...defaultSettings, partition: { kind: "dirichlet", alpha: 0.5 } };

describe.each([...mainFields, alphaField, ...moreFields])("the range of $key", (field) => {
  test("is the protocol's", () => {
    expect(accepted(field.set(skewed, field.min))).toBe(true);
    expect(accepted(field.set(skewed, field.max))).toBe(true);
    const beyond = field.step === 1 ? 1 : 0.001;
    expect(accepted(field.set(skewed, field.min - beyond))).toBe(false);
    expect(accepted(field.set(skewed, field.max + beyond))).toBe(false);
    if (field.clear) expect(accepted(field.clear(skewed))).toBe(true);
  });
});

test("defaults survive the form unchanged", () => {
  expect(readForm(defaultSettings, textsOf(defaultSettings))).toEqual({
    settings: defaultSettings,
    problems: new Map(),
  });
});

test("an empty optional field means the default crowd", () => {
  const { settings } = readForm(defaultSettings, { ...textsOf(defaultSettings), participants: "" });
  expect(settings.participants).toBeNull();
});

test("what is typed is checked before it is sent", () => {
  const rounds = mainFields[0]!;
  expect(problemOf(rounds, "")).toBe("Rounds needs a number.");
  expect(problemOf(rounds, "many")).toBe("Rounds is not a number.");
  expect(problemOf(rounds, "0")).toBe("Rounds is 0; allowed is 1 to 1000.");
  expect(problemOf(rounds, "2.5")).toBe("Rounds is 2.5; allowed are whole numbers.");
  expect(problemOf(rounds, "20")).toBeNull();
});

test("more reports than invitations are refused here, not in round 1", () => {
  const texts = { ...textsOf(defaultSettings), participants: "2", minReports: "3" };
  expect(readForm(defaultSettings, texts).problems.get("minReports")).toMatch(/at most 2 devices/);
});

test("alpha is asked for only with label skew", () => {
  expect(fieldsOf(defaultSettings)).not.toContain(alphaField);
  expect(fieldsOf(skewed)).toContain(alphaField);
});

test("a range names unit and default", () => {
  expect(rangeText(mainFields[0]!)).toBe("1 to 1,000 rounds; default 20.");
  expect(rangeText(moreFields[0]!)).toBe("1 to 1,000 devices.");
});
