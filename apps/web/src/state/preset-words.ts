// The networks a host can choose: size, and for whom.

import { isAnnPreset, type PresetName, type RunSettings } from "@spikefed/protocol";

import { withNetwork } from "./network-choice.ts";

export const presetWords: Record<PresetName, { title: string; help: string }> = {
  s4: {
    title: "s4: three layers",
    help: "The smallest; 4 steps. For phones, processors and a first try of a minute a round or less.",
  },
  s5: {
    title: "s5: five layers",
    help: "Small; 4 steps. For laptops and a class: the usual choice.",
  },
  vgg9: {
    title: "vgg9: the paper's network",
    help: "Large; 20 steps, Poisson coding. For graphics chips with patience: minutes a round.",
  },
  "vgg9-direct": {
    title: "vgg9-direct: the large net, short",
    help: "Large; 4 steps, direct coding. For graphics chips: about five times faster than vgg9.",
  },
  "s5-baseline": {
    title: "s5-baseline: ordinary and small",
    help: "No spikes: a small network of the kind that the paper's code compares with. For any device.",
  },
  "vgg9-baseline": {
    title: "vgg9-baseline: the paper's comparison",
    help: "No spikes: the ordinary network in the paper's code. Each device gets and sends 91 MB a round.",
  },
};

/** A preset chosen: one without spikes brings its kind of network along, and takes it away again. */
export function withPreset(settings: RunSettings, preset: PresetName): RunSettings {
  const before = isAnnPreset(settings.preset) ? "snn" : settings.network;
  return withNetwork({ ...settings, preset }, isAnnPreset(preset) ? "ann" : before);
}
