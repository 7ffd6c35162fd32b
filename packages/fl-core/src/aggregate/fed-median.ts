// FedMedian: each value of the model moves by the median of its changes.

import { addChange } from "./add-change.ts";
import { byCoordinate, median } from "./by-coordinate.ts";
import { inOrder } from "./in-order.ts";
import { allTaken, type Strategy } from "./strategy.ts";

/**
 * `model[p] = base[p] + median_k delta_k[p]`; every client counts the same. Fewer than half of the
 * clients cannot carry a value outside of what the others sent.
 *
 * @see Yin et al., Byzantine-Robust Distributed Learning: Towards Optimal Statistical Rates, ICML
 *   2018, definition 1.
 */
export function fedMedian(): Strategy {
  return {
    remembers: false,
    startSum: null,
    aggregate({ base, updates, nonNegative }) {
      const all = inOrder(updates, base.length, { kind: "fedmedian", needed: 1 });
      const deltas = all.map(({ delta }) => delta);
      const model = addChange(base, byCoordinate(deltas, median), nonNegative);
      return { model, server: null, notes: allTaken() };
    },
  };
}
