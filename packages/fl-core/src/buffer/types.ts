// Words of FedBuff's machine. Its effects are those of the round machine where they mean the same; a
// round is the time in which a buffer fills, and makes one model.

import type { Client, Model, RoundEffect, Rules } from "../round/types.ts";
import type { AcceptedUpdate, RoundState } from "../round/types.ts";

type Shared =
  | ("rounds" | "participants" | "sampling" | "minReports" | "seed")
  | ("evaluateEvery" | "patience" | "minDelta" | "gateDrop");

/** `participants`: clients at work at the same time; null: everybody. */
export interface BufferRules extends Pick<Rules, Shared> {
  /** K: updates that make the next model. */
  bufferSize: number;
  /** Models made since an update was begun, above which it is given up. */
  maxStaleness: number;
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

type Kept = "present" | "samples" | "invitedIn" | "model" | "newest" | "standing";

export interface BufferState extends Pick<RoundState, Kept> {
  phase: "lobby" | "training" | "aggregating" | "evaluating" | "done";
  /** The round that is open, from 1. */
  round: number;
  atWork: ReadonlyMap<Client, Work>;
  /** Work given so far. */
  given: number;
  /** Updates in the buffer. */
  accepted: readonly AcceptedUpdate[];
  /** Clients that have sent or failed in this round: each has one turn in it. */
  resting: ReadonlySet<Client>;
}

export type BufferEvent =
  | { type: "start" }
  | { type: "join"; client: Client; samples: number }
  /** Of the work that the client has; whoever has none is not listened to. */
  | { type: "update"; update: AcceptedUpdate }
  | { type: "failed"; client: Client }
  | { type: "aggregated"; model: Model }
  /** `accuracy` on the pictures that decide, 0 .. 1; null: the model is worth nothing. */
  | { type: "evaluated"; accuracy: number | null };

type Same = "close" | "aggregate" | "evaluate" | "skip-evaluation" | "roll-back" | "say" | "end";

export type BufferEffect =
  /** A client begins. */
  | { type: "begin"; work: Work }
  /** Nothing more is wanted of this work. */
  | { type: "give-up"; work: Work }
  /** A buffer opens, while these are at work. Log it. */
  | { type: "open"; round: number; atWork: Client[]; goal: number; modelHash: string }
  | Extract<RoundEffect, { type: Same }>;

export interface BufferStep {
  state: BufferState;
  effects: BufferEffect[];
}
