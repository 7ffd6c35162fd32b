// Is this update counted? The answers, in the order in which they are tried.

import type { ErrorCode, Facts } from "@spikefed/protocol";

import { isOpen, stalenessIn, turnOver, unchanged } from "./state.ts";
import type { BufferEvent, BufferState, BufferStep } from "./types.ts";

type UpdateEvent = Extract<BufferEvent, { type: "update" }>;

/**
 * Counts an update, or says why not. No answer: it is good, and waits until a model was made and
 * judged; whoever drives the machine asks again when something has happened.
 */
export function takeUpdate(state: BufferState, event: UpdateEvent): BufferStep {
  const { round } = state;
  const { update } = event;
  const { client, updateId } = update;
  const isSame = (other: typeof update) => other.client === client && other.updateId === updateId;
  const counted = state.accepted.find(isSame);
  if (counted) {
    return { state, effects: [{ type: "count", round, update: counted, duplicate: true }] };
  }
  const refusal = refuse(state, event);
  if (refusal !== null) {
    const { round: of } = event;
    return { state, effects: [{ type: "refuse", round: of, client, updateId, ...refusal }] };
  }
  return isOpen(state) ? count(state, event) : unchanged(state);
}

function count(state: BufferState, { update: { client, ...given } }: UpdateEvent): BufferStep {
  const { round, accepted } = state;
  const work = state.atWork.get(client)!;
  const update = { client, ...given, base: work.base, staleness: stalenessIn(round, work) };
  return {
    state: { ...turnOver(state, [client]), accepted: [...accepted, update] },
    effects: [{ type: "count", round, update, duplicate: false }],
  };
}

function refuse(state: BufferState, event: UpdateEvent): { code: ErrorCode; facts: Facts } | null {
  const { round, baseHash, update } = event;
  const work = state.atWork.get(update.client);
  if (work?.round !== round) {
    if (round === state.round && isOpen(state))
      return { code: "update/not-invited", facts: { round } };
    return { code: "update/late", facts: { round, current: state.round } };
  }
  if (state.accepted.some(({ updateId }) => updateId === update.updateId)) {
    return { code: "update/conflict", facts: { updateId: update.updateId } };
  }
  if (baseHash === work.base.hash) return null;
  return { code: "update/stale", facts: { got: baseHash, want: work.base.hash } };
}
