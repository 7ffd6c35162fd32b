import { expect, test } from "vitest";

import { modelOf, type ModelChoice } from "./choose-model.ts";
import { stateLayout } from "./layout.ts";
import { preset, presetNames } from "./presets.ts";
import { featureShapes } from "./shapes.ts";
import { annTwin } from "./twin.ts";

const s5: ModelChoice = { preset: "s5", network: "snn", timesteps: null, coding: null };

const isBaseline = (name: string) => name.endsWith("-baseline");

test.each(presetNames)("%s is the preset when nothing else is said", (name) => {
  const network = isBaseline(name) ? "ann" : "snn";
  expect(modelOf({ ...s5, preset: name, network }, 10)).toEqual(preset(name, 10));
});

test.each(presetNames.filter(isBaseline))("%s has no spiking network to choose", (name) => {
  const choose = () => modelOf({ ...s5, preset: name }, 10);
  expect(choose).toThrow(`model/preset: ${name} has no spikes: its network is "ann"`);
  const choice = { ...s5, preset: name, network: "ann", timesteps: 9, coding: "poisson" } as const;
  expect(modelOf(choice, 100)).toEqual(preset(name, 100));
});

test("other timesteps and coding are taken, and each step has its own norm", () => {
  const spec = modelOf({ ...s5, timesteps: 7, coding: "poisson" }, 10);
  expect(spec).toEqual({ ...preset("s5", 10), timesteps: 7, coding: "poisson" });
  const gammas = stateLayout(spec).entries.filter(({ kind }) => kind === "gamma");
  expect(gammas.map(({ shape }) => shape[0])).toEqual([7, 7, 7, 7, 7]);
});

test("the network ann is the twin, which knows no steps and no coding", () => {
  const choice: ModelChoice = { preset: "vgg9", network: "ann", timesteps: 20, coding: "poisson" };
  expect(modelOf(choice, 100)).toEqual(annTwin(preset("vgg9", 100)));
  expect(modelOf(choice, 100)).toMatchObject({ timesteps: 1, coding: "direct" });
  expect(featureShapes(modelOf(choice, 100)).at(-1)).toEqual({ c: 100, h: 1, w: 1 });
});

test("an unknown preset is refused", () => {
  expect(() => modelOf({ ...s5, preset: "s6" }, 10)).toThrow("model/preset");
});
