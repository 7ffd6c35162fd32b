// The networks a host can choose: size, and for whom.

import { isAnnPreset, type PresetName, type RunSettings } from "@spikefed/protocol";

import { methodWords, type ChoiceWords, type MethodKey } from "./method-words.ts";
import { withNetwork } from "./network-choice.ts";

const keys = {
  s4: "s4",
  s5: "s5",
  vgg9: "vgg9",
  "vgg9-direct": "vgg9Direct",
  "s5-baseline": "s5Baseline",
  "vgg9-baseline": "vgg9Baseline",
} as const satisfies Record<PresetName, MethodKey>;

export const presetWords = (preset: PresetName): ChoiceWords => methodWords(keys[preset]);

/** A preset chosen: one without spikes brings its kind of network along, and takes it away again. */
export function withPreset(settings: RunSettings, preset: PresetName): RunSettings {
  const before = isAnnPreset(settings.preset) ? "snn" : settings.network;
  return withNetwork({ ...settings, preset }, isAnnPreset(preset) ? "ann" : before);
}
