import {
  defaultSettings,
  LOCAL_LOSSES,
  LOCAL_RULES,
  readStrategy,
  RunSettings,
  STRATEGIES,
  readSettings,
  UPDATE_ENCODINGS,
  usualEncoding,
  usualRule,
} from "@spikefed/protocol";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { alphaField, classesField, partitionField, piecesField } from "./partition-fields.ts";
import { encodingWords } from "./encoding-words.ts";
import { lossChoice, lossChoices, lossWords } from "./loss-words.ts";
import { lossesOf, withNetwork } from "./network-choice.ts";
import { ruleWords } from "./rule-words.ts";
import { mainFields, moreFields, rangeText } from "./settings-fields.ts";
import { fieldsOf, problemOf, readForm, textsOf } from "./settings-form.ts";
import { strategyWords } from "./strategy-words.ts";

const accepted = (settings: unknown) => v.safeParse(RunSettings, settings).success;
const skewed: RunSettings = { ...defaultSettings, partition: { kind: "dirichlet", alpha: 0.5 } };

const dealing = [alphaField, classesField, piecesField];

describe.each([...mainFields, ...dealing, ...moreFields])("the range of $key", (field) => {
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
  expect(problemOf(rounds, "0")).toBe("Rounds is 0; allowed is 1 to 1,000.");
  expect(problemOf(rounds, "2.5")).toBe("Rounds is 2.5; allowed are whole numbers.");
  expect(problemOf(rounds, "20")).toBeNull();
});

test("more reports than invitations are refused here, not in round 1", () => {
  const texts = { ...textsOf(defaultSettings), participants: "2", minReports: "3" };
  expect(readForm(defaultSettings, texts).problems.get("minReports")).toMatch(/at most 2 devices/);
});

test("the number that is asked for is that of the way to deal, which it does not change", () => {
  expect(partitionField({ kind: "iid" })).toBeNull();
  const ways = [
    [{ kind: "fedsnn-dirichlet", alpha: 0.5 }, alphaField, 0.1],
    [{ kind: "dirichlet", alpha: 0.5 }, alphaField, 0.1],
    [{ kind: "pathological", classesPerClient: 2 }, classesField, 3],
    [{ kind: "shard", shardsPerClient: 2 }, piecesField, 4],
  ] as const;
  for (const [partition, field, value] of ways) {
    const base: RunSettings = { ...defaultSettings, partition };
    const asked = fieldsOf(base).filter((one) => dealing.includes(one));
    expect(asked).toEqual([field]);
    const { settings } = readForm(base, { ...textsOf(base), [field.key]: String(value) });
    expect(settings.partition).toEqual({ kind: partition.kind, [field.key]: value });
  }
  expect(fieldsOf(defaultSettings).some((one) => dealing.includes(one))).toBe(false);
});

test("a way to deal that is chosen first starts with a value that is allowed", () => {
  const texts = textsOf(defaultSettings);
  for (const field of dealing) expect(problemOf(field, texts[field.key]!)).toBeNull();
});

test("a strategy that needs more updates than a round must have is refused here", () => {
  const base: RunSettings = { ...defaultSettings, strategy: readStrategy({ kind: "krum" }) };
  expect(readForm(base, textsOf(base)).problems.get("minReports")).toBe(
    "Fewest updates is 1, but krum needs 5.",
  );
  const enough = { ...textsOf(base), minReports: "5" };
  expect(readForm(base, enough).problems.size).toBe(0);
});

test("every strategy has a title and says how many updates it needs", () => {
  for (const kind of STRATEGIES) {
    const { title, help } = strategyWords(kind);
    expect(title).not.toBe("");
    expect(help).toMatch(/\.$/);
  }
  expect(strategyWords("bulyan").help).toContain("Needs 7 updates a round.");
  expect(strategyWords("fedavg").help).not.toContain("Needs");
});

test("every loss has a title, and survives the form as it was chosen", () => {
  expect(new Set(lossChoices.map(({ loss }) => loss.kind))).toEqual(new Set(LOCAL_LOSSES));
  for (const { value, loss } of lossChoices) {
    const { title, help } = lossWords(loss);
    expect(title).not.toBe("");
    expect(help).toMatch(/\.$/);
    expect(lossChoice(loss)).toBe(value);
    const base: RunSettings = { ...defaultSettings, localLoss: loss };
    expect(readForm(base, textsOf(base)).settings).toEqual(base);
  }
  expect(lossChoices.at(-1)!.loss).toMatchObject({ kind: "distillation", teacher: "ann" });
});

test("every rule has a title, and survives the form", () => {
  for (const kind of LOCAL_RULES) {
    const { title, help } = ruleWords(kind);
    expect(title).not.toBe("");
    expect(help).toMatch(/\.$/);
    const base: RunSettings = { ...defaultSettings, localRule: usualRule(kind) };
    expect(readForm(base, textsOf(base)).settings).toEqual(base);
  }
});

test("the ordinary network takes with it no rule and no loss that it cannot have", () => {
  for (const { loss, value } of lossChoices) {
    const base = { ...defaultSettings, localLoss: loss, localRule: usualRule("tandem") };
    const ann = withNetwork(base, "ann");
    expect(readSettings(ann)).toEqual(ann);
    expect(ann.localRule.kind).toBe("surrogate-bptt");
    expect(ann.localLoss).toEqual(value === "ann-teacher" ? { kind: "cross-entropy" } : loss);
    expect(withNetwork(ann, "snn")).toEqual({ ...ann, network: "snn" });
    expect(withNetwork(base, "snn")).toEqual(base);
  }
  expect(lossesOf("snn")).toEqual(lossChoices);
  expect(lossesOf("ann")).toEqual(lossChoices.slice(0, -1));
});

test("every encoding has a title, and survives the form as it was chosen", () => {
  for (const kind of UPDATE_ENCODINGS) {
    const { title, help } = encodingWords(kind);
    expect(title).not.toBe("");
    expect(help).toMatch(/\.$/);
    const base: RunSettings = { ...defaultSettings, updateEncoding: usualEncoding(kind) };
    expect(readForm(base, textsOf(base)).settings).toEqual(base);
  }
});

test("a range names unit and default", () => {
  expect(rangeText(mainFields[0]!)).toBe("1 to 1,000 rounds; default 20.");
  expect(rangeText(moreFields[0]!)).toBe("1 to 1,000 devices.");
});
