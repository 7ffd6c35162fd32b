// What a run's network is called.

import type { RunSettings } from "@spikefed/protocol";

/** "s5", or "ANN twin of s5" for the network without spikes. */
export const modelName = ({ preset, network }: Pick<RunSettings, "preset" | "network">): string =>
  network === "ann" ? `ANN twin of ${preset}` : preset;
