// What a strategy is: updates of a round, and what the server remembers, become the next model.
//
// Running statistics (mean and variance of a norm) travel behind the parameters in the flat model.
// They are no parameters: no gradient leads to them, and momentum, a server's learning rate or
// Adam's denominators would only make them statistics of nothing. So the strategies that move
// parameters by a rule of their own average them plainly; those that choose among updates (median,
// trimmed mean, Krum, Bulyan) choose them as they choose parameters.
//
// FedBN (Li et al., ICLR 2021), where each client keeps its norm layers for itself, is not among
// them: it is the client's part (`localNorm`, update/local-norm.ts) and goes with any strategy. The
// server averages norms all the same: one that left them as they are would judge and hand out a
// model with the statistics of an untrained one.

import type { Range } from "./add-change.ts";
import type { ServerState } from "./server-state.ts";

/** What one client sent. */
export interface ClientUpdate {
  /** Number of the client, once a round: the order in which ties are decided. */
  client: number;
  /** Change of the model, `[P]`, each within +-`MAX_DELTA`; not changed. */
  delta: Float32Array;
  /** Training pictures behind it, a positive integer. */
  samples: number;
  /** Models made since the one that it started from; left out: it started from the base. */
  staleness?: number;
}

export interface AggregateInput {
  /** `[P]`, the model that updates are added to, and that all but stale ones started from. */
  base: Float32Array;
  /**
   * In any order: the result does not depend on it. Read once and one after the other, so that a
   * strategy that needs a sum alone never has two in memory.
   */
  updates: Iterable<ClientUpdate>;
  /** What the round before left, null in the first one; not changed. */
  server: ServerState | null;
  /** Number of leading values that are parameters; running statistics follow. */
  trainable: number;
  /** Ranges that must not fall below zero (`varianceSlots`). */
  nonNegative: readonly Range[];
}

/** What became of the updates, for the run log. */
export interface AggregateNotes {
  /** Clients whose updates were taken, ascending; null: all. */
  chosen: number[] | null;
  /** Clients whose updates were scaled down to `clipNorm`, ascending. */
  clipped: number[];
}

export interface AggregateOutput {
  /** `[P]` */
  model: Float32Array<ArrayBuffer>;
  /** For the next round; null: this strategy remembers nothing. */
  server: ServerState | null;
  notes: AggregateNotes;
}

/** All but the updates. */
export type SumInput = Omit<AggregateInput, "updates">;

/** The updates of a round that were added so far; none of them is held. */
export interface RoundSum {
  /** @throws {SpikefedError} those of `Strategy.aggregate` for this update; nothing is added then. */
  add(update: ClientUpdate): void;
  /**
   * What `Strategy.aggregate` makes of the updates that were added, bit for bit. Can be asked again.
   *
   * @throws {SpikefedError} as `Strategy.aggregate`
   */
  aggregate(input: SumInput): AggregateOutput;
}

export interface Strategy {
  /** Whether every round after the first needs the state of the round before. */
  remembers: boolean;
  /**
   * Pure: the same input gives the same bits.
   *
   * @throws {SpikefedError} `aggregate/empty`; `aggregate/too-few`; `aggregate/client` for two
   *   updates of one client where that matters; `aggregate/samples`; `aggregate/server-state`;
   *   `update/shape`, `update/not-finite`, `update/range`.
   */
  aggregate(input: AggregateInput): AggregateOutput;
  /**
   * For a round whose updates are added as they arrive, in any order; null: this strategy compares
   * updates, and needs all of them at once.
   */
  startSum: ((shape: { length: number; trainable: number }) => RoundSum) | null;
}

/** Of a strategy that takes every update as it is. */
export const allTaken = (): AggregateNotes => ({ chosen: null, clipped: [] });
