// The rules of local learning that a host can choose.

import type { LocalRuleKind } from "@spikefed/protocol";

const words: Record<LocalRuleKind, { title: string; help: string }> = {
  "surrogate-bptt": {
    title: "Surrogate gradient",
    help: "Back through all time steps, with a stand-in for the slope of a spike. The default.",
  },
  proxy: {
    title: "By proxy",
    help: "The slope comes from the ordinary twin on the same weights: one way back instead of one for each time step. Not on graphics chips.",
  },
  tandem: {
    title: "In tandem",
    help: "Each layer alone imitates its ordinary twin, which the device trains first; needs little memory. Not on graphics chips.",
  },
};

export const ruleWords = (kind: LocalRuleKind): { title: string; help: string } => words[kind];
