// Krum: the one update that lies closest to the others.

import { leastUpdates, type StrategySettings } from "@spikefed/protocol";

import { addChange } from "./add-change.ts";
import { inOrder } from "./in-order.ts";
import { krumScores, lowest, squaredDistances } from "./krum-scores.ts";
import type { ClientUpdate, Strategy } from "./strategy.ts";

/**
 * `model = base + delta_k` of the client k with the lowest score. Of equal scores the client with
 * the lower number is taken.
 *
 * @throws {SpikefedError} `aggregate/too-few` below `2 f + 3` updates.
 * @see Blanchard et al., Machine Learning with Adversaries: Byzantine Tolerant Gradient Descent,
 *   NeurIPS 2017, section 4.
 */
export function krum(settings: Extract<StrategySettings, { kind: "krum" }>): Strategy {
  const { kind, numMaliciousNodes } = settings;
  return {
    remembers: false,
    startSum: null,
    aggregate({ base, updates, nonNegative }) {
      const all = inOrder(updates, base.length, { kind, needed: leastUpdates(settings) });
      const best = trusted(all, numMaliciousNodes, 1)[0]!;
      const notes = { chosen: [best.client], clipped: [] };
      return { model: addChange(base, best.delta, nonNegative), server: null, notes };
    },
  };
}

/**
 * The `count` updates with the lowest scores, best first.
 *
 * @param updates Ascending by client.
 * @param f Clients that may send anything.
 */
export function trusted(
  updates: readonly ClientUpdate[],
  f: number,
  count: number,
): ClientUpdate[] {
  const distances = squaredDistances(updates.map(({ delta }) => delta));
  const scores = krumScores(distances, [...updates.keys()], f);
  return lowest(scores, count).map((place) => updates[place]!);
}
