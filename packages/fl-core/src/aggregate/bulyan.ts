// Bulyan: Krum chooses updates, then each value moves by the mean of those closest to its median.

import { leastUpdates, type StrategySettings } from "@spikefed/protocol";

import { addChange } from "./add-change.ts";
import { byCoordinate, meanOf, median } from "./by-coordinate.ts";
import { inOrder } from "./in-order.ts";
import { krumScores, lowest, squaredDistances } from "./krum-scores.ts";
import type { Strategy } from "./strategy.ts";

/**
 * 1. Krum's choice among all n is put aside, then its choice among the others, until there are
 *    `theta = n - 2 f`.
 * 2. Each value moves by the mean of the `beta = theta - 2 f` changes of those that are closest to
 *    their median; of two equally far away the smaller stays.
 *
 * One value of one update cannot do much harm then, as it still can with Krum, where all values of
 * a large model together decide the distance.
 *
 * @throws {SpikefedError} `aggregate/too-few` below `4 f + 3` updates.
 * @see El Mhamdi et al., The Hidden Vulnerability of Distributed Learning in Byzantium, ICML 2018.
 */
export function bulyan(settings: Extract<StrategySettings, { kind: "bulyan" }>): Strategy {
  const { kind, numMaliciousNodes: f } = settings;
  return {
    remembers: false,
    startSum: null,
    aggregate({ base, updates, nonNegative }) {
      const all = inOrder(updates, base.length, { kind, needed: leastUpdates(settings) });
      const deltas = all.map(({ delta }) => delta);
      const places = chooseOneByOne(deltas, f);
      const beta = places.length - 2 * f;
      const change = byCoordinate(
        places.map((place) => deltas[place]!),
        (column) => meanAroundMedian(column, beta),
      );
      const chosen = places.map((place) => all[place]!.client);
      const notes = { chosen, clipped: [] };
      return { model: addChange(base, change, nonNegative), server: null, notes };
    },
  };
}

/** Places of the `n - 2 f` that Krum chooses one after the other, ascending. */
function chooseOneByOne(deltas: readonly Float32Array[], f: number): number[] {
  const distances = squaredDistances(deltas);
  const left = [...deltas.keys()];
  const chosen: number[] = [];
  while (chosen.length < deltas.length - 2 * f) {
    const [best = 0] = lowest(krumScores(distances, left, f), 1);
    chosen.push(...left.splice(best, 1));
  }
  return chosen.sort((a, b) => a - b);
}

/** Mean of the `count` values closest to the median: the farthest one is always at an end. */
function meanAroundMedian(ascending: Float32Array, count: number): number {
  const middle = median(ascending);
  let [first, end] = [0, ascending.length];
  while (end - first > count) {
    if (middle - ascending[first]! > ascending[end - 1]! - middle) first += 1;
    else end -= 1;
  }
  return meanOf(ascending, first, end);
}
