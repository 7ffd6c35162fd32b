// FedAvg, and FedProx, whose server does the same.

import type { Weighting } from "@spikefed/protocol";

import { addChange } from "./add-change.ts";
import { allTaken, type Strategy } from "./strategy.ts";
import { weightedMean } from "./weighted-mean.ts";

/** `model = base + weighted mean of the changes`, bit for bit that of `fedAvg`. */
export function fedAvgStrategy({ weighting }: { weighting: Weighting }): Strategy {
  return {
    remembers: false,
    aggregate({ base, updates, nonNegative }) {
      const change = weightedMean(updates, base.length, weighting);
      return { model: addChange(base, change, nonNegative), server: null, notes: allTaken() };
    },
  };
}
