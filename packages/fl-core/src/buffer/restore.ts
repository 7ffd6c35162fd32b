// A run of FedBuff after the coordinator was stopped or killed.

import { takeUp } from "../round/take-up.ts";
import { average } from "./close.ts";
import { end } from "./rest.ts";
import type { SavedBuffer } from "./saved-buffer.ts";
import { initialBuffer } from "./state.ts";
import type { BufferEffect, BufferRules, BufferState, BufferStep } from "./types.ts";

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
  const state = { ...stateOf(saved, notBeforeMs + rules.workMs), stoppedMs: notBeforeMs };
  const { ending } = saved;
  return takeUp<BufferState, BufferEffect>(state, { ending, notBeforeMs }, { average, end });
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
