// What updates have come to so far, to be divided once all are in.

import type { Weighting } from "@spikefed/protocol";

import { addUpdate, createSum, meanChange, type UpdateSum } from "./fed-avg.ts";
import type { ClientUpdate } from "./strategy.ts";

/**
 * The sums behind `weightedMean`: one of integers for each staleness, exact whatever the order, and
 * joined from the freshest to the oldest.
 */
export class WeightedSum {
  readonly #length: number;
  readonly #weighting: Weighting;
  readonly #sums = new Map<number, UpdateSum>();
  #samples = 0;

  /** @param length P */
  constructor(length: number, weighting: Weighting) {
    this.#length = length;
    this.#weighting = weighting;
  }

  /** @throws {SpikefedError} as `addUpdate`, its limit on samples for all together; nothing is added then. */
  add({ delta, samples: own, staleness = 0 }: ClientUpdate): void {
    const sum = this.#sums.get(staleness) ?? createSum(this.#length);
    sum.samples = this.#samples; // of all so far: what the limit is for
    addUpdate(sum, delta, this.#weighting === "uniform" ? 1 : own);
    this.#samples = sum.samples;
    this.#sums.set(staleness, sum);
  }

  /**
   * Can be asked again, and after more was added.
   *
   * @returns `[P]`
   * @throws {SpikefedError} `aggregate/empty`
   */
  mean(): Float64Array {
    return meanChange(this.#joined());
  }

  #joined(): UpdateSum {
    const sums = [...this.#sums];
    const [only] = sums;
    if (only !== undefined && sums.length === 1 && only[0] === 0) return only[1];
    const all = createSum(this.#length);
    for (const [staleness, { values, count }] of sums.sort(([a], [b]) => a - b)) {
      const weight = 1 / Math.sqrt(1 + staleness);
      for (let p = 0; p < this.#length; p++) all.values[p]! += weight * values[p]!;
      all.count += count;
    }
    return { ...all, samples: this.#samples };
  }
}
