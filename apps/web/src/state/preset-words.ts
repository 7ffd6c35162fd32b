// The networks a host can choose: size, and for whom.

import { isAnnPreset, type PresetName, type RunSettings } from "@spikefed/protocol";
import { modelOf } from "@spikefed/snn-core/model";

import { t, type methods } from "../i18n/en/methods.ts";
import type { ChoiceWords } from "./method-words.ts";
import { withNetwork } from "./network-choice.ts";

const keys = {
  s4: "s4",
  s5: "s5",
  vgg9: "vgg9",
  "vgg9-direct": "vgg9Direct",
  "s5-baseline": "s5Baseline",
  "vgg9-baseline": "vgg9Baseline",
} as const satisfies Record<PresetName, keyof typeof methods>;

/** @param settings in which it would be chosen: they may have other time steps than the preset's own */
export function presetWords(preset: PresetName, settings: RunSettings): ChoiceWords {
  const key = keys[preset];
  return { title: t(key), help: t(`${key}Help`, { steps: stepsOf(withPreset(settings, preset)) }) };
}

/** How many answers there are changes no step. */
const stepsOf = (settings: RunSettings): string =>
  t("presetSteps", { count: modelOf(settings, 10).timesteps });

/** A preset chosen: one without spikes brings its kind of network along, and takes it away again. */
export function withPreset(settings: RunSettings, preset: PresetName): RunSettings {
  const before = isAnnPreset(settings.preset) ? "snn" : settings.network;
  return withNetwork({ ...settings, preset }, isAnnPreset(preset) ? "ann" : before);
}
