// What a run's network is called.

import { isAnnPreset, type RunSettings } from "@spikefed/protocol";

/** "s5", or "ANN twin of s5" for the network without spikes. A preset that has none has its own name. */
export const modelName = ({ preset, network }: Pick<RunSettings, "preset" | "network">): string =>
  network === "ann" && !isAnnPreset(preset) ? `ANN twin of ${preset}` : preset;
