import { expect, test } from "vitest";

import { experimentSettings, readExperiment } from "./experiment.ts";
import { defaultLocalLoss, LOCAL_LOSSES, LocalLoss, usualLoss } from "./local-loss.ts";
import { readSettings } from "./read-settings.ts";
import { defaultSettings } from "./settings.ts";

test("the list of losses is that of the schema", () => {
  expect(LOCAL_LOSSES).toEqual(LocalLoss.options.map(({ entries }) => entries.kind.literal));
});

test("a kind alone is a choice, with the numbers of its authors", () => {
  expect(LOCAL_LOSSES.map(usualLoss)).toEqual([
    { kind: "cross-entropy" },
    { kind: "fedlec", calibration: 0.005, distillation: 0.1 },
    { kind: "distillation", weight: 0.1, temperature: 3, teacher: "global", teacherEpochs: 1 },
  ]);
  const chosen = readSettings({ ...defaultSettings, localLoss: { kind: "fedlec" } });
  expect(chosen.localLoss).toEqual(usualLoss("fedlec"));
});

test("an experiment's loss becomes the run's; without one it is cross entropy", () => {
  const localLoss = { kind: "distillation", weight: 0.5 };
  expect(experimentSettings(readExperiment({ localLoss })).localLoss).toEqual({
    ...usualLoss("distillation"),
    weight: 0.5,
  });
  expect(experimentSettings(readExperiment({})).localLoss).toEqual(defaultLocalLoss);
});
