// The host's pause, resume, stop and "next".

import { average, close } from "./close.ts";
import { settle, tryOpen } from "./open.ts";
import { end, rest } from "./rest.ts";
import { askAgain, unchanged, withoutWork } from "./state.ts";
import { goOnWithTime, leasesAnew } from "./time.ts";
import type { BufferRules, BufferState, BufferStep } from "./types.ts";

type From = NonNullable<BufferState["pausedFrom"]>["phase"];

/** Everybody stops; averaging and evaluating are finished first. */
export function pause(state: BufferState, nowMs: number): BufferStep {
  const { phase } = state;
  if (phase === "selecting" || phase === "training") return rest(state, phase, nowMs);
  const isBusy = phase === "aggregating" || phase === "evaluating";
  return unchanged(isBusy ? { ...state, pauseAsked: true } : state);
}

/** All go on with what they had, and with the time that was left. */
export function resume(state: BufferState, nowMs: number, rules: BufferRules): BufferStep {
  if (state.pauseAsked) return unchanged({ ...state, pauseAsked: false });
  const { phase, pausedFrom } = state;
  if (phase !== "paused" || pausedFrom === null) return unchanged(state);
  const going = leasesAnew({ ...state, pausedFrom: null }, nowMs, rules);
  const next = goOn(going, pausedFrom.phase, nowMs, rules);
  return {
    state: next.state,
    effects: [{ type: "say", what: "resumed" }, ...askAgain(going), ...next.effects],
  };
}

function goOn(state: BufferState, phase: From, nowMs: number, rules: BufferRules): BufferStep {
  if (phase === "aggregating") return average(state);
  if (phase === "selecting") return tryOpen({ ...state, phase }, nowMs, rules);
  return settle({ ...goOnWithTime(state, nowMs), phase }, nowMs, rules);
}

/** The open buffer makes its model now, if it has enough; else nothing happens. */
export function next(state: BufferState, nowMs: number, rules: BufferRules): BufferStep {
  if (state.phase === "selecting") return tryOpen({ ...state, notBeforeMs: null }, nowMs, rules);
  const isEnough = state.phase === "training" && hasEnough(state, rules);
  return isEnough ? close(state, "host", nowMs, rules) : unchanged(state);
}

const hasEnough = ({ accepted }: BufferState, { minReports }: BufferRules): boolean =>
  accepted.length >= Math.max(minReports, 1);

/**
 * Ends the run. Updates that are enough for a model are averaged and evaluated first: they were
 * acknowledged. With fewer, the run ends with the model it has, which is evaluated if that was skipped.
 */
export function stop(state: BufferState, nowMs: number, rules: BufferRules): BufferStep {
  switch (state.phase) {
    case "lobby":
    case "done":
      return unchanged(state);
    case "aggregating":
    case "evaluating":
      return unchanged({ ...state, stopAsked: true });
    default:
      return stopNow({ ...state, stopAsked: true, pausedFrom: null }, nowMs, rules);
  }
}

function stopNow(state: BufferState, nowMs: number, rules: BufferRules): BufferStep {
  if (hasEnough(state, rules)) return close({ ...state, phase: "training" }, "host", nowMs, rules);
  if (state.measured) return end(state, "host");
  const works = [...state.atWork.values()];
  const none = withoutWork(state, [...state.atWork.keys()]);
  const round = state.round - 1; // the one whose model was not judged
  return {
    state: { ...none, phase: "evaluating", round, accepted: [], measured: true },
    effects: [
      ...works.map((work) => ({ type: "give-up", work, why: "stopped" }) as const),
      { type: "evaluate", round, modelHash: state.model.hash },
    ],
  };
}
