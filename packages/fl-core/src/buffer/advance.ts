// What follows an average: evaluation, then the next buffer, a pause, or the end.

import { isDue, whyOver } from "../round/advance.ts";
import { canFallBack, judge, WORTHLESS } from "../round/standing.ts";
import type { Model, RoundEffect } from "../round/types.ts";
import { tryOpen } from "./open.ts";
import { end, rest } from "./rest.ts";
import { withoutWork } from "./state.ts";
import type { BufferRules, BufferState, BufferStep } from "./types.ts";

export function aggregated(
  state: BufferState,
  model: Model,
  nowMs: number,
  rules: BufferRules,
): BufferStep {
  const { round, lost, dropped } = state;
  const newest = Math.max(state.newest, model.version);
  const failed = [...lost].filter((client) => dropped.get(client) !== round + 1);
  const fresh = { accepted: [], resting: new Set(failed), measured: true };
  const next: BufferState = { ...state, phase: "evaluating", model, newest, ...fresh };
  if (isDue(state, rules))
    return { state: next, effects: [{ type: "evaluate", round, modelHash: model.hash }] };
  const gone = roundOver({ ...next, measured: false }, nowMs, rules);
  return { state: gone.state, effects: [{ type: "skip-evaluation", round }, ...gone.effects] };
}

/** The updates are kept and the run pauses; `resume` tries again. */
export function aggregationFailed(state: BufferState, nowMs: number): BufferStep {
  return state.stopAsked ? end(state, "host") : rest(state, "aggregating", nowMs);
}

/** Its loss is no number: with a gate it is taken back, if there is one to go back to. */
export function worthless(state: BufferState, nowMs: number, rules: BufferRules): BufferStep {
  const isTakenBack = canFallBack(state.standing, rules);
  return isTakenBack ? evaluated(state, null, nowMs, rules) : roundOver(state, nowMs, rules);
}

/** A model that fell too far is taken back, and with it the work that was begun from it. */
export function evaluated(
  state: BufferState,
  accuracy: number | null,
  nowMs: number,
  rules: BufferRules,
): BufferStep {
  const { round, model } = state;
  const now = { round, model, accuracy: accuracy ?? WORTHLESS };
  const { standing, fallBack, isOver } = judge(state.standing, now, rules);
  if (fallBack === null) return roundOver({ ...state, standing }, nowMs, rules, isOver);
  const { version } = fallBack.model;
  const lost = [...state.atWork.values()].filter(({ base }) => base.version > version);
  const back: RoundEffect = {
    ...{ type: "roll-back", round, since: fallBack.round + 1, to: fallBack, accuracy },
  };
  const kept = withoutWork(
    { ...state, standing, model: fallBack.model },
    lost.map(({ client }) => client),
  );
  const next = roundOver(kept, nowMs, rules, isOver);
  const lostWork = lost.map((work) => ({ type: "give-up", work, why: "closed" }) as const);
  return { state: next.state, effects: [back, ...lostWork, ...next.effects] };
}

/** Evaluated, not evaluated as the rules say, or (when that failed) not measured. */
export function roundOver(
  state: BufferState,
  nowMs: number,
  rules: BufferRules,
  isOver = false,
): BufferStep {
  const why = whyOver(state, rules, isOver);
  if (why !== null) return end(state, why);
  const next: BufferState = { ...state, phase: "selecting", round: state.round + 1, attempt: 0 };
  return state.pauseAsked ? rest(next, "selecting", nowMs) : tryOpen(next, nowMs, rules);
}
