import { expect, test } from "vitest";

import { experimentSettings, readExperiment } from "./experiment.ts";
import { defaultLocalRule, LOCAL_RULES, LocalRule, usualRule } from "./local-rule.ts";
import { readSettings } from "./read-settings.ts";
import { defaultSettings } from "./settings.ts";

test("the list of rules is that of the schema", () => {
  expect(LOCAL_RULES).toEqual(LocalRule.options.map(({ entries }) => entries.kind.literal));
});

test("a kind alone is a choice", () => {
  expect(LOCAL_RULES.map(usualRule)).toEqual([
    { kind: "surrogate-bptt" },
    { kind: "proxy" },
    { kind: "tandem", weight: 1, teacherEpochs: 1 },
  ]);
  const chosen = readSettings({ ...defaultSettings, localRule: { kind: "tandem" } });
  expect(chosen.localRule).toEqual(usualRule("tandem"));
});

test("an experiment's rule becomes the run's; without one it is back-propagation through time", () => {
  const localRule = { kind: "tandem", weight: 5 };
  expect(experimentSettings(readExperiment({ localRule })).localRule).toEqual({
    ...usualRule("tandem"),
    weight: 5,
  });
  expect(experimentSettings(readExperiment({})).localRule).toEqual(defaultLocalRule);
});

test.each([
  [{ localRule: { kind: "proxy" } }, "localRule.kind"],
  [{ localRule: { kind: "tandem" } }, "localRule.kind"],
  [{ localLoss: { kind: "distillation", teacher: "ann" } }, "localLoss.teacher"],
])("an ANN is refused %j, with the key that is wrong", (choice, key) => {
  const facts = expect.objectContaining({ key }) as unknown;
  const refused = expect.objectContaining({ code: "room/settings", facts }) as Error;
  expect(() => readExperiment({ network: "ann", ...choice })).toThrow(refused);
  expect(() => readExperiment({ network: "snn", ...choice })).not.toThrow();
});
