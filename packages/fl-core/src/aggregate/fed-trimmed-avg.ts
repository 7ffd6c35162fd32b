// FedTrimmedAvg: a mean without its ends, value by value.

import { leastUpdates, type StrategySettings } from "@spikefed/protocol";

import { addChange } from "./add-change.ts";
import { byCoordinate, meanOf } from "./by-coordinate.ts";
import { inOrder } from "./in-order.ts";
import { allTaken, type Strategy } from "./strategy.ts";

/**
 * Of the K changes of a value, sorted, the `floor(beta K)` smallest and as many largest are left out;
 * the value moves by the mean of the others, every client counting the same. As many clients may lie.
 *
 * Where `beta K` is below 1 nothing would be left out: that is refused, except for `beta = 0`.
 *
 * @throws {SpikefedError} `aggregate/too-few` below `1 / beta` updates.
 * @see Yin et al., Byzantine-Robust Distributed Learning: Towards Optimal Statistical Rates, ICML
 *   2018, definition 2.
 */
export function fedTrimmedAvg(
  settings: Extract<StrategySettings, { kind: "fedtrimmedavg" }>,
): Strategy {
  const { kind, beta } = settings;
  return {
    remembers: false,
    startSum: null,
    aggregate({ base, updates, nonNegative }) {
      const all = inOrder(updates, base.length, { kind, needed: leastUpdates(settings) });
      const cut = Math.floor(beta * all.length + 1e-9); // 0.29 * 100 is 28.999999999999996
      const deltas = all.map(({ delta }) => delta);
      const change = byCoordinate(deltas, (column) => meanOf(column, cut, column.length - cut));
      return { model: addChange(base, change, nonNegative), server: null, notes: allTaken() };
    },
  };
}
