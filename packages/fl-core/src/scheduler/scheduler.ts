// When clients work and when updates become a model: what a room drives, without knowing which of the
// schedulers it is. Pure: an event and the time make the next value, and effects to be carried out.

import type { LiveChange, LiveSettings } from "@spikefed/protocol";

import type { BufferEffect } from "../buffer/types.ts";
import type { Client, Model, RoundEffect, RoundEvent, RoundState } from "../round/types.ts";

export type RunEvent = RoundEvent;
export type RunEffect = RoundEffect | BufferEffect;

/** What all schedulers' states have. */
export type RunState = Pick<
  RoundState,
  "phase" | "round" | "model" | "standing" | "accepted" | "pausedFrom"
>;

/** What a client is asked for. */
export interface Asked {
  /** In which it began. */
  round: number;
  /** That it starts from. */
  model: Model;
  deadlineMs: number | null;
}

export interface Scheduler {
  readonly state: RunState;
  /** What the host has changed since the run was opened. */
  readonly changes: readonly LiveChange[];
  /** The round that a change would hold for, were it made now. */
  readonly nextToOpen: number;
  /** The round that a client would sit out, were it dropped now. */
  readonly droppableRound: number;
  /** When it wants its next `tick`; null: it waits for something else. */
  readonly nextTickMs: number | null;
  /** Whether a sign of work means anything to it. */
  readonly hasLeases: boolean;
  /** Clients that are not waited for; changed by a sign of work: look at `nextTickMs` again. */
  readonly silent: ReadonlySet<Client>;
  /** Models, beside that of the state, that clients start from now. */
  readonly bases: readonly Model[];
  /**
   * One event. An `update` that is answered by neither `count` nor `refuse` is good and has to wait:
   * ask again when something has happened.
   */
  take(event: RunEvent, nowMs: number): Scheduled;
  /** The host has changed this, from `nextToOpen` on; tell it of `step-mode` then. */
  adjusted(changes: LiveSettings): Scheduler;
  /** No work is given any more, since the coordinator is about to stop. */
  held(): Scheduler;
  /** What this client is to work on now; null: on nothing. */
  askedOf(client: Client): Asked | null;
  /** The round that a client's words are about. */
  roundOf(client: Client): number;
  /** Its update is waited for. */
  isAwaited(client: Client): boolean;
  /** Why the open round cannot be closed at the host's word: it has fewer updates than it needs. */
  readonly shortBy: { have: number; needed: number } | null;
}

export interface Scheduled {
  next: Scheduler;
  effects: RunEffect[];
}
