// What a choice of network means for the others: the ordinary twin learns by back-propagation alone,
// and has no twin of its own to be taught by.

import { defaultLocalLoss, defaultLocalRule, type RunSettings } from "@spikefed/protocol";

import { lossChoices } from "./loss-words.ts";

/** Settings with another network; what does not fit it becomes the default. */
export function withNetwork(base: RunSettings, network: RunSettings["network"]): RunSettings {
  if (network === "snn") return { ...base, network };
  const { localLoss } = base;
  const isTwins = localLoss.kind === "distillation" && localLoss.teacher === "ann";
  return {
    ...{ ...base, network, localRule: defaultLocalRule },
    localLoss: isTwins ? defaultLocalLoss : localLoss,
  };
}

/** The losses that a network can have. */
export const lossesOf = (network: RunSettings["network"]): typeof lossChoices =>
  lossChoices.filter(
    ({ loss }) => network === "snn" || !("teacher" in loss && loss.teacher === "ann"),
  );
