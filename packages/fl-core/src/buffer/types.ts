// Words of FedBuff's machine: the events of the round machine, and its effects where they mean the
// same. A round is the time in which a buffer fills, and makes one model.

import type { CancelWhy } from "@spikefed/protocol";

import type { Client, Model, RoundEffect, RoundEvent, RoundState, Rules } from "../round/types.ts";

type Shared =
  | ("rounds" | "participants" | "sampling" | "minReports" | "seed" | "leaseMs")
  | ("evaluateEvery" | "patience" | "minDelta" | "gateDrop" | "changes" | "isHeld");

/**
 * `participants`: clients at work at the same time; null: everybody. `changes`: the host's, of
 * `participants` from the buffer of a round on. `leaseMs`: silence after which
 * another client begins in the place of the silent one, whose work still counts when it comes.
 */
export interface BufferRules extends Pick<Rules, Shared> {
  /** K: updates that make the next model. */
  bufferSize: number;
  /** Models made since an update was begun, above which it is given up. */
  maxStaleness: number;
  /**
   * Milliseconds that a client has for its work, those not counted in which no buffer is open: what
   * it sends then must wait. Infinity: as long as it takes.
   */
  workMs: number;
}

/** What a client works on. */
export interface Work {
  client: Client;
  /** Of the run, from 1, in the order in which work was given. */
  number: number;
  /** The round in which it was begun, and the newest model of then. */
  round: number;
  base: Model;
}

type Kept =
  | ("phase" | "round" | "present" | "samples" | "invitedIn" | "model" | "newest" | "standing")
  | ("accepted" | "dropped" | "leases" | "notBeforeMs" | "measured" | "pausedFrom")
  | ("pauseAsked" | "stopAsked");

/** `attempt`: how often everybody had failed in this round. `notBeforeMs`: of the next try. */
export interface BufferState extends Pick<RoundState, Kept | "attempt"> {
  atWork: ReadonlyMap<Client, Work>;
  /** Until when each of them may work, if the buffer stays open. */
  due: ReadonlyMap<Client, number>;
  /** Those of them who hold no place: away, or silent for too long. */
  idle: ReadonlySet<Client>;
  /** Work given so far. */
  given: number;
  /** Clients that have sent or failed in this round, or since the one before closed: each has one turn. */
  resting: ReadonlySet<Client>;
  /** Whose work was given up, or failed, since the last close. */
  lost: ReadonlySet<Client>;
  /** Since when no buffer is open, and the time of work stands still; null: one is open. */
  stoppedMs: number | null;
}

export type BufferEvent = RoundEvent;

type Same =
  | ("cancel" | "count" | "refuse" | "close" | "aggregate" | "evaluate" | "skip-evaluation")
  | ("roll-back" | "say" | "end");

export type BufferEffect =
  /** A client begins while the round is open. Log it. */
  | { type: "begin"; work: Work }
  /** It comes back to work that it has: the task once more. */
  | { type: "ask"; work: Work }
  /** Nothing more is wanted of this work. */
  | { type: "give-up"; work: Work; why: CancelWhy }
  /** A buffer opens while these are at work; some of them begin now. Log it. */
  | {
      type: "open";
      round: number;
      atWork: Client[];
      begun: Work[];
      goal: number;
      modelHash: string;
      /** When the work that begins now is over. */
      deadlineMs: number;
    }
  | Extract<RoundEffect, { type: Same }>;

export interface BufferStep {
  state: BufferState;
  effects: BufferEffect[];
}
