// Where a machine goes on after the coordinator was stopped or killed.

import type { EndedWhy } from "@spikefed/protocol";

import type { RoundEffect, RoundState } from "./types.ts";

type Saved = Pick<RoundState, "phase" | "round" | "model" | "pausedFrom" | "notBeforeMs">;
type Evaluate = Extract<RoundEffect, { type: "evaluate" }>;

interface Next<S, E> {
  state: S;
  effects: E[];
}

interface Machine<S, E> {
  average: (state: S) => Next<S, E>;
  end: (state: S, why: EndedWhy) => Next<S, E>;
}

/**
 * Averaging and evaluating are asked for again, an end that was decided comes now, and what was open is
 * opened again, not before `notBeforeMs`.
 *
 * @param state As it was saved.
 * @param saved.ending The end was decided and not logged; null: it was not.
 */
export function takeUp<S extends Saved, E>(
  state: S,
  { ending, notBeforeMs }: { ending: EndedWhy | null; notBeforeMs: number },
  { average, end }: Machine<S, E>,
): Next<S, E | Evaluate> {
  const { phase, round, model } = state;
  if (ending !== null) return end(state, ending);
  switch (phase) {
    case "aggregating":
      return average(state);
    case "evaluating":
      return { state, effects: [{ type: "evaluate", round, modelHash: model.hash }] };
    case "paused": {
      const pausedFrom = { phase: "selecting", remainingMs: null } as const;
      return { state: { ...state, pausedFrom }, effects: [] };
    }
    case "selecting":
    case "training":
      return { state: { ...state, phase: "selecting", notBeforeMs }, effects: [] };
    default:
      return { state, effects: [] };
  }
}
