// Is this update counted? The answers, in the order in which they are tried.

import type { ErrorCode, Facts } from "@spikefed/protocol";

import { isOpen, minus, sitsOut } from "./state.ts";
import type { RoundEvent, RoundState, Step } from "./types.ts";

type UpdateEvent = Extract<RoundEvent, { type: "update" }>;

/**
 * Counts an update, or says why not. A repeated one gets the first answer again, also after its
 * round was averaged; a refused one changes nothing.
 */
export function takeUpdate(state: RoundState, event: UpdateEvent): Step {
  const { round, update } = event;
  if (wasCounted(state, event)) {
    return { state, effects: [{ type: "count", round, update, duplicate: true }] };
  }
  const refusal = refuse(state, event);
  if (refusal !== null) {
    const { client, updateId } = update;
    return { state, effects: [{ type: "refuse", round, client, updateId, ...refusal }] };
  }
  const accepted = [...state.accepted, update];
  return {
    state: { ...state, accepted, givenUp: minus(state.givenUp, update.client) },
    effects: [{ type: "count", round, update, duplicate: false }],
  };
}

function wasCounted({ round, accepted, previous }: RoundState, event: UpdateEvent): boolean {
  const { client, updateId } = event.update;
  const counted = event.round === round ? accepted : [];
  const before = event.round === previous?.round ? previous.updates : [];
  return [...counted, ...before].some((u) => u.updateId === updateId && u.client === client);
}

function refuse(state: RoundState, event: UpdateEvent): { code: ErrorCode; facts: Facts } | null {
  const { round, baseHash } = event;
  const { client, updateId } = event.update;
  const { accepted, model } = state;
  if (!isOpen(state) || round !== state.round) {
    if (round === state.filled) return { code: "update/enough", facts: { round } };
    return { code: "update/late", facts: { round, current: state.round } };
  }
  if (accepted.some((other) => other.client === client || other.updateId === updateId)) {
    return { code: "update/conflict", facts: { updateId } };
  }
  if (!state.cohort.has(client) || sitsOut(state, client))
    return { code: "update/not-invited", facts: { round } };
  if (baseHash !== model.hash) {
    return { code: "update/stale", facts: { got: baseHash, want: model.hash } };
  }
  return null;
}
