// What follows an average: evaluation, then the next round, a pause, or the end.

import type { EndedWhy } from "@spikefed/protocol";

import { mayOpen } from "./adjust.ts";
import { tryOpen } from "./open.ts";
import { end, rest } from "./pause.ts";
import { canFallBack, judge, WORTHLESS } from "./standing.ts";
import type { Model, RoundState, Rules, Step } from "./types.ts";

/** The round has its new model; it is evaluated next, or the run goes on at once. */
export function aggregated(state: RoundState, model: Model, nowMs: number, rules: Rules): Step {
  const { round } = state;
  const next: RoundState = {
    ...state,
    phase: "evaluating",
    model,
    newest: Math.max(state.newest, model.version),
    measured: true,
    cohort: new Set(),
    givenUp: new Set(),
    accepted: [],
    previous: { round, updates: state.accepted },
  };
  if (isDue(state, rules)) {
    return { state: next, effects: [{ type: "evaluate", round, modelHash: model.hash }] };
  }
  const gone = roundOver({ ...next, measured: false }, nowMs, rules);
  return { state: gone.state, effects: [{ type: "skip-evaluation", round }, ...gone.effects] };
}

/** Every so many rounds, and whenever the run ends with this one. */
export function isDue(
  { round, stopAsked }: Pick<RoundState, "round" | "stopAsked">,
  rules: Pick<Rules, "rounds" | "evaluateEvery">,
): boolean {
  return stopAsked || round >= rules.rounds || round % rules.evaluateEvery === 0;
}

/**
 * The updates are kept and the run is paused: trying again at once would fail again, and the host
 * must see it. `resume` tries again; a stop that was asked for ends the run.
 */
export function aggregationFailed(state: RoundState): Step {
  return state.stopAsked ? end(state, "host") : rest(state, "aggregating", null);
}

/** Its loss is no number: with a gate it is taken back, if there is one to go back to. */
export function worthless(state: RoundState, nowMs: number, rules: Rules): Step {
  const isTakenBack = canFallBack(state.standing, rules);
  return isTakenBack ? evaluated(state, null, nowMs, rules) : roundOver(state, nowMs, rules);
}

/**
 * The model was judged: one that fell too far is taken back, with all that came since the one it is
 * compared with, and when nothing gets better any more the run ends.
 *
 * @param accuracy Null: the model is worth nothing.
 */
export function evaluated(
  state: RoundState,
  accuracy: number | null,
  nowMs: number,
  rules: Rules,
): Step {
  const { round, model } = state;
  const now = { round, model, accuracy: accuracy ?? WORTHLESS };
  const { standing, fallBack, isOver } = judge(state.standing, now, rules);
  const judged: RoundState = { ...state, standing, model: fallBack?.model ?? model };
  const next = roundOver(judged, nowMs, rules, isOver);
  if (fallBack === null) return next;
  const since = fallBack.round + 1;
  return {
    state: next.state,
    effects: [{ type: "roll-back", round, since, to: fallBack, accuracy }, ...next.effects],
  };
}

/**
 * Why no round follows this one; null: one does.
 *
 * @param isOver Nothing gets better any more.
 */
export function whyOver(
  { round, stopAsked }: Pick<RoundState, "round" | "stopAsked">,
  { rounds }: Pick<Rules, "rounds">,
  isOver: boolean,
): EndedWhy | null {
  if (round >= rounds) return "rounds";
  if (stopAsked) return "host";
  return isOver ? "no-improvement" : null;
}

/** Evaluated, not evaluated as the rules say, or (when that failed) not measured. */
export function roundOver(state: RoundState, nowMs: number, rules: Rules, isOver = false): Step {
  const why = whyOver(state, rules, isOver);
  if (why !== null) return end(state, why);
  const next: RoundState = {
    ...state,
    phase: "selecting",
    round: state.round + 1,
    attempt: 0,
    stepAllowed: mayOpen(rules, state.round + 1),
  };
  return state.pauseAsked ? rest(next, "selecting", null) : tryOpen(next, nowMs, rules);
}
