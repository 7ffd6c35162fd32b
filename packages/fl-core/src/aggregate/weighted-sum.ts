// The exact sum of a round's updates, each with its weight.

import type { Weighting } from "@spikefed/protocol";

import { addUpdate, createSum, type UpdateSum } from "./fed-avg.ts";
import type { ClientUpdate } from "./strategy.ts";

/**
 * @param length P
 * @param weighting `uniform`: each counts 1, as in FedSNN's code; `samples`: its training pictures.
 * @throws {SpikefedError} as `addUpdate`.
 */
export function weightedSum(
  updates: Iterable<ClientUpdate>,
  length: number,
  weighting: Weighting,
): UpdateSum {
  const sum = createSum(length);
  for (const { delta, samples } of updates) {
    addUpdate(sum, delta, weighting === "uniform" ? 1 : samples);
  }
  return sum;
}
