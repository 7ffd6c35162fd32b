// FedAvg, and FedProx, whose server does the same.

import type { Weighting } from "@spikefed/protocol";

import { addChange } from "./add-change.ts";
import { averaging } from "./averaging.ts";
import { allTaken, type Strategy } from "./strategy.ts";

/** `model = base + weighted mean of the changes`, bit for bit that of `fedAvg`. */
export function fedAvgStrategy({ weighting }: { weighting: Weighting }): Strategy {
  return {
    remembers: false,
    ...averaging(weighting, (change, { base, nonNegative }) => ({
      ...{ model: addChange(base, change, nonNegative), server: null, notes: allTaken() },
    })),
  };
}
