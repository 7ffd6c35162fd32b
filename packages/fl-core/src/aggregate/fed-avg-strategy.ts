// FedAvg, and FedProx, whose server does the same.

import type { Weighting } from "@spikefed/protocol";

import { fedAvg } from "./fed-avg.ts";
import { allTaken, type Strategy } from "./strategy.ts";
import { weightedSum } from "./weighted-sum.ts";

/** `model = base + weighted mean of the changes`, bit for bit that of `fedAvg`. */
export function fedAvgStrategy({ weighting }: { weighting: Weighting }): Strategy {
  return {
    remembers: false,
    aggregate({ base, updates, nonNegative }) {
      const sum = weightedSum(updates, base.length, weighting);
      return { model: fedAvg(base, sum, nonNegative), server: null, notes: allTaken() };
    },
  };
}
