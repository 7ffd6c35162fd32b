// Closing a round: nobody left to wait for, enough have sent, time is up, or the host says so.

import type { CancelWhy, ClosedWhy } from "@spikefed/protocol";

import { average } from "./average.ts";
import { tryOpen } from "./open.ts";
import { isAnyPending, owners, sorted, working } from "./state.ts";
import type { Client, RoundEffect, RoundState, Rules, Step } from "./types.ts";

/** First wait before a round that broke off early is opened again; doubles with each attempt. */
const RETRY_MS = 1000;

/** Closes an open round when it is due. */
export function closeIfDue(state: RoundState, nowMs: number, rules: Rules): Step {
  if (state.phase !== "training") return { state, effects: [] };
  if (!isAnyPending(state)) return close(state, "all-reported", nowMs, rules);
  if (state.accepted.length >= state.goal) return close(state, "goal", nowMs, rules);
  const isLate = state.deadlineMs !== null && nowMs >= state.deadlineMs;
  return isLate ? close(state, "deadline", nowMs, rules) : { state, effects: [] };
}

/** Closes an open round now: enough updates are averaged, fewer are kept and the round is repeated. */
export function close(state: RoundState, why: ClosedWhy, nowMs: number, rules: Rules): Step {
  const { round, needed } = state;
  const reported = owners(state);
  const missing = sorted([...state.cohort].filter((client) => !reported.includes(client)));
  const effects: RoundEffect[] = [
    ...cancel(state, working(state), "closed"),
    { type: "close", round, why, reported, missing, needed },
  ];
  const next =
    reported.length >= needed
      ? average(why === "goal" ? { ...state, filled: state.round } : state)
      : repeat(state, why, reported.length, nowMs, rules);
  return { state: next.state, effects: [...effects, ...next.effects] };
}

/** Tells these to stop their work on the round; those who are gone cannot be told. */
export function cancel(
  { present, round }: RoundState,
  workers: readonly Client[],
  why: CancelWhy,
): RoundEffect[] {
  const clients = workers.filter((client) => present.has(client));
  return clients.length > 0 ? [{ type: "cancel", round, clients, why }] : [];
}

/**
 * The same round again, from the same model, with the updates it has. When everybody gave up before
 * the deadline the next attempt waits a little, so that devices that fail at once do not make it spin.
 */
function repeat(
  state: RoundState,
  why: ClosedWhy,
  reported: number,
  nowMs: number,
  rules: Rules,
): Step {
  const waitMs = Math.min(rules.roundMs, RETRY_MS * 2 ** Math.min(state.attempt, 20));
  const waiting: RoundState = {
    ...state,
    phase: "selecting",
    attempt: state.attempt + 1,
    cohort: new Set(),
    givenUp: new Set(),
    deadlineMs: null,
    notBeforeMs: why === "all-reported" ? nowMs + waitMs : null,
  };
  const opened = tryOpen(waiting, nowMs, rules);
  const { round, needed } = state;
  return {
    state: opened.state,
    effects: [{ type: "repeat", round, reported, needed }, ...opened.effects],
  };
}
