// Multi-Krum: the mean of the updates that lie closest to the others.

import { leastUpdates, type StrategySettings } from "@spikefed/protocol";

import { addChange } from "./add-change.ts";
import { inOrder } from "./in-order.ts";
import { trusted } from "./krum.ts";
import type { Strategy } from "./strategy.ts";
import { weightedMean } from "./weighted-mean.ts";

/**
 * The mean of the m updates with the lowest Krum scores, every client counting the same; m = 1 is
 * Krum, up to the fixed point of the mean.
 *
 * @throws {SpikefedError} `aggregate/too-few` below `2 f + 3` and `m + f + 2` updates.
 * @see Blanchard et al., Machine Learning with Adversaries: Byzantine Tolerant Gradient Descent,
 *   NeurIPS 2017. At most `n - f - 2`: Damaskinos et al., AggregaThor, SysML 2019.
 */
export function multiKrum(settings: Extract<StrategySettings, { kind: "multikrum" }>): Strategy {
  const { kind, numMaliciousNodes: f, numNodesToSelect } = settings;
  return {
    remembers: false,
    startSum: null,
    aggregate({ base, updates, nonNegative }) {
      const all = inOrder(updates, base.length, { kind, needed: leastUpdates(settings) });
      const taken = trusted(all, f, numNodesToSelect ?? all.length - f - 2);
      const model = addChange(base, weightedMean(taken, base.length, "uniform"), nonNegative);
      const chosen = taken.map(({ client }) => client).sort((a, b) => a - b);
      return { model, server: null, notes: { chosen, clipped: [] } };
    },
  };
}
