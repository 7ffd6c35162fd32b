// The weighted mean of updates that did not all begin with the same model.

import type { Weighting } from "@spikefed/protocol";

import { addUpdate, createSum, meanChange, type UpdateSum } from "./fed-avg.ts";
import type { ClientUpdate } from "./strategy.ts";

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
  const sums = new Map<number, UpdateSum>();
  let samples = 0;
  for (const { delta, samples: own, staleness = 0 } of updates) {
    const sum = sums.get(staleness) ?? createSum(length);
    sum.samples = samples; // of all so far: what the limit is for
    addUpdate(sum, delta, weighting === "uniform" ? 1 : own);
    samples = sum.samples;
    sums.set(staleness, sum);
  }
  return meanChange(joined([...sums], length, samples));
}

function joined(sums: readonly [number, UpdateSum][], length: number, samples: number): UpdateSum {
  const [only] = sums;
  if (only !== undefined && sums.length === 1 && only[0] === 0) return only[1];
  const all = createSum(length);
  for (const [staleness, { values, count }] of [...sums].sort(([a], [b]) => a - b)) {
    const weight = 1 / Math.sqrt(1 + staleness);
    for (let p = 0; p < length; p++) all.values[p]! += weight * values[p]!;
    all.count += count;
  }
  return { ...all, samples };
}
