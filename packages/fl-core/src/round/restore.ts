// A run after the coordinator was stopped or killed: what is on disk, made into a state again.

import type { EndedWhy, LiveChange } from "@spikefed/protocol";

import { average } from "./average.ts";
import { end } from "./pause.ts";
import type { Standing } from "./standing.ts";
import { initialRound } from "./state.ts";
import { takeUp } from "./take-up.ts";
import type { AcceptedUpdate, Model, RoundEffect, RoundState, Step } from "./types.ts";

/** What survives: derived from the run log and the store. */
export interface SavedRound {
  phase: RoundState["phase"];
  round: number;
  /** How often the round was opened before. */
  attempt: number;
  /** Newest model: what `round` starts from, or (evaluating) what it made. */
  model: Model;
  /** Version of the newest model, also of one that was taken back. */
  newest: number;
  standing: Standing;
  /** The end was decided and is not in the log yet; null: it was not. */
  ending: EndedWhy | null;
  /** Updates of `round` that are on disk. */
  accepted: readonly AcceptedUpdate[];
  previous: RoundState["previous"];
  filled: RoundState["filled"];
  invitedIn: RoundState["invitedIn"];
  /** false: the evaluation of `model` was skipped. */
  measured: boolean;
  /** In step mode: the host has said next for this round. */
  stepAllowed: boolean;
  /** What the host has changed. */
  changes: readonly LiveChange[];
  dropped: RoundState["dropped"];
}

/**
 * Goes on: averaging and evaluating are asked for again; an open round is opened again from the same
 * model with the updates that it has, not before `notBeforeMs`, so that its members find the time to
 * come back. Nobody is present yet: joins follow.
 */
export function restoreRound(saved: SavedRound, notBeforeMs: number): Step {
  const { ending, changes, ...known } = saved;
  const state: RoundState = { ...initialRound(known.model), ...known };
  return takeUp<RoundState, RoundEffect>(state, { ending, notBeforeMs }, { average, end });
}
