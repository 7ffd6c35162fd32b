// The part that all averaging strategies share: the mean of the updates, whether they come all at once
// or one by one.

import type { Weighting } from "@spikefed/protocol";

import type { AggregateOutput, Strategy, SumInput } from "./strategy.ts";
import { weightedMean } from "./weighted-mean.ts";
import { WeightedSum } from "./weighted-sum.ts";

/** @param next What the mean change, `[P]`, which it may overwrite, makes of the model. */
export function averaging(
  weighting: Weighting,
  next: (change: Float64Array, input: SumInput) => AggregateOutput,
): Pick<Strategy, "aggregate" | "startSum"> {
  return {
    aggregate: ({ updates, ...input }) =>
      next(weightedMean(updates, input.base.length, weighting), input),
    startSum: ({ length }) => {
      const sum = new WeightedSum(length, weighting);
      return { add: (update) => sum.add(update), aggregate: (input) => next(sum.mean(), input) };
    },
  };
}
