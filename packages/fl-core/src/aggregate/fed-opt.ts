// What FedAdam, FedYogi and FedAdagrad share: the mean change as a gradient for a server's optimizer
// that adapts its rate to each parameter.

import { SpikefedError, type StrategyKind, type Weighting } from "@spikefed/protocol";

import { addChange } from "./add-change.ts";
import { averaging } from "./averaging.ts";
import { type ServerState, stateBefore } from "./server-state.ts";
import { allTaken, type Strategy } from "./strategy.ts";

export interface FedOptOptions {
  /** The server's learning rate. */
  eta: number;
  /** Decay of the first moment, in [0, 1). */
  beta1: number;
  /** > 0: the larger, the less the rate adapts. */
  tau: number;
  weighting: Weighting;
}

/** v of one parameter after a change whose square is given; never below zero. */
export type SecondMoment = (v: number, square: number) => number;

/**
 * With the mean change D of the round, m = 0 and v = tau^2 before the first:
 *
 *     m = beta1 m + (1 - beta1) D
 *     v = nextV(v, D^2)
 *     model = base + eta m / (sqrt(v) + tau)
 *
 * Remembers `m` and `v`, `[trainable]`; running statistics are averaged. As the paper has it and
 * unlike Flower: v starts at tau^2 (the paper asks for at least that; Flower starts at 0), and
 * neither moment is corrected for its start (Flower corrects those of FedAdam).
 *
 * @see Reddi et al., Adaptive Federated Optimization, ICLR 2021, algorithm 2.
 */
export function fedOpt(kind: StrategyKind, options: FedOptOptions, nextV: SecondMoment): Strategy {
  const { eta, beta1, tau, weighting } = options;
  return {
    remembers: true,
    ...averaging(weighting, (change, { base, server, trainable, nonNegative }) => {
      const before = momentsBefore(kind, server, trainable, tau);
      const m = new Float32Array(trainable);
      const v = new Float32Array(trainable);
      for (let p = 0; p < trainable; p++) {
        const d = change[p]!;
        m[p] = beta1 * before.arrays.m[p]! + (1 - beta1) * d;
        v[p] = nextV(before.arrays.v[p]!, d * d);
        change[p] = (eta * m[p]!) / (Math.sqrt(v[p]!) + tau);
      }
      const next = { kind, step: before.step + 1, arrays: { m, v } };
      return { model: addChange(base, change, nonNegative), server: next, notes: allTaken() };
    }),
  };
}

type Moments = ServerState & { arrays: { m: Float32Array; v: Float32Array } };

function momentsBefore(
  strategy: StrategyKind,
  server: ServerState | null,
  trainable: number,
  tau: number,
): Moments {
  const fresh = { m: new Float32Array(trainable), v: new Float32Array(trainable).fill(tau * tau) };
  const before = stateBefore(server, strategy, fresh) as Moments;
  if (before.arrays.v.some((v) => v < 0)) {
    throw new SpikefedError("aggregate/server-state", { strategy, why: "v is below zero" });
  }
  return before;
}
