// Handing a round's updates over to be averaged.

import type { RoundState, Step } from "./types.ts";

/** The updates go out in the order of their owners' numbers, so that records compare. */
export function average(state: RoundState): Step {
  const { round, model: base, newest } = state;
  const updates = [...state.accepted].sort((a, b) => a.client - b.client);
  return {
    state: {
      ...state,
      phase: "aggregating",
      deadlineMs: null,
      notBeforeMs: null,
      pausedFrom: null,
    },
    effects: [{ type: "aggregate", round, base, version: newest + 1, updates }],
  };
}
