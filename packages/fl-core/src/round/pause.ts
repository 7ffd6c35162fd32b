// The host's pause, resume and stop.

import type { EndedWhy } from "@spikefed/protocol";

import { average } from "./average.ts";
import { cancel, close, closeIfDue } from "./close.ts";
import { leasesFor } from "./lease.ts";
import { tryOpen } from "./open.ts";
import { pending, working } from "./state.ts";
import type { RoundEffect, RoundState, Rules, Step } from "./types.ts";

const paused: RoundEffect = { type: "say", what: "paused" };
const resumed: RoundEffect = { type: "say", what: "resumed" };

/** Stops the clock; averaging and evaluating are finished first. */
export function pause(state: RoundState, nowMs: number): Step {
  switch (state.phase) {
    case "selecting":
      return rest(state, "selecting", null);
    case "training": {
      const remainingMs = Math.max((state.deadlineMs ?? nowMs) - nowMs, 0);
      const cancelled = cancel(state, pending(state), "paused");
      const step = rest({ ...state, deadlineMs: null }, "training", remainingMs);
      return { state: step.state, effects: [...cancelled, ...step.effects] };
    }
    case "aggregating":
    case "evaluating":
      return { state: { ...state, pauseAsked: true }, effects: [] };
    default:
      return { state, effects: [] };
  }
}

/** Into `paused`, to come back to `phase`. */
export function rest(
  state: RoundState,
  phase: "selecting" | "training" | "aggregating",
  remainingMs: number | null,
): Step {
  const pausedFrom = { phase, remainingMs };
  return {
    state: { ...state, phase: "paused", pausedFrom, pauseAsked: false },
    effects: [paused],
  };
}

/** Goes on where the pause began: with the time that was left, or with the averaging that failed. */
export function resume(state: RoundState, nowMs: number, rules: Rules): Step {
  if (state.pauseAsked) return { state: { ...state, pauseAsked: false }, effects: [] };
  const { pausedFrom } = state;
  if (state.phase !== "paused" || pausedFrom === null) return { state, effects: [] };
  const step = goOn({ ...state, pausedFrom: null }, pausedFrom, nowMs, rules);
  return { state: step.state, effects: [resumed, ...step.effects] };
}

function goOn(
  state: RoundState,
  { phase, remainingMs }: NonNullable<RoundState["pausedFrom"]>,
  nowMs: number,
  rules: Rules,
): Step {
  if (phase === "aggregating") return average(state);
  if (phase === "selecting") return tryOpen({ ...state, phase }, nowMs, rules);
  const deadlineMs = nowMs + (remainingMs ?? 0);
  const leases = leasesFor(state.leases.keys(), nowMs, rules);
  const open: RoundState = { ...state, phase, deadlineMs, leases };
  const step = closeIfDue(open, nowMs, rules);
  return step.state === open ? { state: open, effects: inviteAgain(open) } : step;
}

/** The task once more for those who are here and have not reported. */
export function inviteAgain(state: RoundState): RoundEffect[] {
  const { round, deadlineMs, present } = state;
  const cohort = pending(state).filter((client) => present.has(client));
  if (state.phase !== "training" || deadlineMs === null || cohort.length === 0) return [];
  return [{ type: "invite", round, cohort, stragglers: [], goal: null, deadlineMs, again: true }];
}

/**
 * Ends the run. An open round that has enough updates is averaged and evaluated first: they were
 * acknowledged. With fewer, the run ends with the model it has, which is evaluated if that was skipped.
 */
export function stop(state: RoundState, nowMs: number, rules: Rules): Step {
  switch (state.phase) {
    case "lobby":
    case "done":
      return { state, effects: [] };
    case "aggregating":
    case "evaluating":
      return { state: { ...state, stopAsked: true }, effects: [] };
    default:
      return stopNow(state, nowMs, rules);
  }
}

function stopNow(state: RoundState, nowMs: number, rules: Rules): Step {
  const isFull = state.accepted.length >= state.needed;
  const stopping: RoundState = { ...state, stopAsked: true, pausedFrom: null };
  if (state.phase === "training" && isFull) return close(stopping, "host", nowMs, rules);
  if (isFull && state.pausedFrom?.phase === "training") {
    return close({ ...stopping, phase: "training" }, "host", nowMs, rules);
  }
  const cancelled = state.phase === "training" ? cancel(state, working(state), "stopped") : [];
  const ended = state.measured ? end(stopping, "host") : measureLast(stopping);
  return { state: ended.state, effects: [...cancelled, ...ended.effects] };
}

/** Back to the round that made the newest model, to evaluate it. */
function measureLast(state: RoundState): Step {
  const { model } = state;
  const round = state.previous?.round ?? state.round;
  return {
    state: {
      ...state,
      phase: "evaluating",
      round,
      cohort: new Set(),
      givenUp: new Set(),
      accepted: [],
      deadlineMs: null,
      notBeforeMs: null,
      measured: true,
    },
    effects: [{ type: "evaluate", round, modelHash: model.hash }],
  };
}

export function end(state: RoundState, why: EndedWhy): Step {
  return {
    state: {
      ...state,
      phase: "done",
      deadlineMs: null,
      notBeforeMs: null,
      pausedFrom: null,
      pauseAsked: false,
      stopAsked: false,
    },
    effects: [{ type: "end", why, best: state.standing.best }],
  };
}
