// FedAvgM: the mean change gains momentum on the server.

import type { Weighting } from "@spikefed/protocol";

import { addChange } from "./add-change.ts";
import { averaging } from "./averaging.ts";
import { stateBefore } from "./server-state.ts";
import { allTaken, type Strategy } from "./strategy.ts";

export interface FedAvgMOptions {
  serverLearningRate: number;
  /** beta, in [0, 1); 0 with a rate of 1 is FedAvg, bit for bit. */
  serverMomentum: number;
  weighting: Weighting;
}

/**
 * With the mean change D of the round, v = 0 before the first:
 *
 *     v = serverMomentum v + D
 *     model = base + serverLearningRate v
 *
 * Remembers `v`, `[trainable]`; running statistics are averaged.
 *
 * @see Hsu et al., Measuring the Effects of Non-Identical Data Distribution for Federated Visual
 *   Classification, 2019. The learning rate is Flower's.
 */
export function fedAvgM(options: FedAvgMOptions): Strategy {
  const { serverLearningRate, serverMomentum, weighting } = options;
  return {
    remembers: true,
    ...averaging(weighting, (change, { base, server, trainable, nonNegative }) => {
      const before = stateBefore(server, "fedavgm", { v: new Float32Array(trainable) });
      const old = before.arrays["v"]!;
      const v = new Float32Array(trainable);
      for (let p = 0; p < trainable; p++) {
        const pace = serverMomentum * old[p]! + change[p]!;
        change[p] = serverLearningRate * pace;
        v[p] = pace;
      }
      const next = { ...before, step: before.step + 1, arrays: { v } };
      return { model: addChange(base, change, nonNegative), server: next, notes: allTaken() };
    }),
  };
}
