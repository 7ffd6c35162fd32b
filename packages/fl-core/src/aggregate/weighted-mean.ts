// The weighted mean of updates that did not all begin with the same model.

import type { Weighting } from "@spikefed/protocol";

import type { ClientUpdate } from "./strategy.ts";
import { WeightedSum } from "./weighted-sum.ts";

/**
 * `sum_k n_k delta_k / sqrt(1 + s_k) / sum_k n_k`, n_k an update's samples (or 1) and s_k its
 * staleness: FedBuff's weights, whose sum is below 1 where updates are old, so that the model moves
 * less far. Without staleness it is the plain mean, bit for bit.
 *
 * Updates of one staleness are an exact sum of integers; these sums are joined from the freshest to
 * the oldest. So the order of arrival changes no bit, with weights that are no integers.
 *
 * @param length P
 * @returns `[P]`
 * @throws {SpikefedError} `aggregate/empty`; as `addUpdate`, its limit on samples for all together.
 * @see Nguyen et al., Federated Learning with Buffered Asynchronous Aggregation, AISTATS 2022,
 *   section 3 and appendix, polynomial weighting with exponent 1/2.
 */
export function weightedMean(
  updates: Iterable<ClientUpdate>,
  length: number,
  weighting: Weighting,
): Float64Array {
  const sum = new WeightedSum(length, weighting);
  for (const update of updates) sum.add(update);
  return sum.mean();
}
