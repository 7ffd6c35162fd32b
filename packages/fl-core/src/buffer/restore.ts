// A run of FedBuff after the coordinator was stopped or killed.

import { average } from "./close.ts";
import { end } from "./rest.ts";
import type { SavedBuffer } from "./saved-buffer.ts";
import { initialBuffer, unchanged } from "./state.ts";
import type { BufferRules, BufferState, BufferStep } from "./types.ts";

/**
 * Goes on: averaging and evaluating are asked for again; a buffer that was open is opened again with
 * the updates that it has, not before `notBeforeMs`. Who was at work finds its work again when it
 * comes back, with all of its time. Nobody is present yet: joins follow.
 */
export function restoreBuffer(
  saved: SavedBuffer,
  notBeforeMs: number,
  rules: Pick<BufferRules, "workMs">,
): BufferStep {
  const { phase, round, model, ending } = saved;
  const state = { ...stateOf(saved, notBeforeMs + rules.workMs), stoppedMs: notBeforeMs };
  if (ending !== null) return end(state, ending);
  switch (phase) {
    case "aggregating":
      return average(state);
    case "evaluating":
      return { state, effects: [{ type: "evaluate", round, modelHash: model.hash }] };
    case "paused": {
      const pausedFrom = { phase: "selecting", remainingMs: null } as const;
      return unchanged({ ...state, pausedFrom });
    }
    case "selecting":
    case "training":
      return unchanged({ ...state, phase: "selecting", notBeforeMs });
    default:
      return unchanged(state);
  }
}

function stateOf(saved: SavedBuffer, dueMs: number): BufferState {
  const { phase, round, attempt, model, newest, standing, accepted, ...others } = saved;
  const { invitedIn, measured, dropped, atWork, given } = others;
  const clients = [...atWork.keys()];
  return {
    ...initialBuffer(model),
    ...{ phase, round, attempt, newest, standing, accepted, invitedIn, measured, dropped },
    ...{ atWork, given, idle: new Set(clients) },
    due: new Map(clients.map((client) => [client, dueMs])),
    resting: new Set(accepted.map(({ client }) => client)),
  };
}
