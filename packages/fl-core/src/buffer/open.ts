// Opening a buffer, and keeping its clients at work while it is open.

import { sorted } from "../round/state.ts";
import { close } from "./close.ts";
import { giveWork } from "./give-work.ts";
import { holders, sitsOut, unchanged } from "./state.ts";
import { goOnWithTime, lapse, overdue } from "./time.ts";
import type { BufferRules, BufferState, BufferStep, Work } from "./types.ts";

/** First wait before clients that have all failed are asked again; doubles with each time. */
const RETRY_MS = 1000;

/**
 * Opens when nothing stands in the way: a stop, the wait after a restart, or too few clients. Updates
 * that it has already, after a restart, may be enough: then it closes at once.
 */
export function tryOpen(state: BufferState, nowMs: number, rules: BufferRules): BufferStep {
  const { phase, accepted, notBeforeMs } = state;
  const mustWait = rules.isHeld || (notBeforeMs !== null && nowMs < notBeforeMs);
  if (phase !== "selecting" || mustWait) return unchanged(state);
  const ready: BufferState = { ...state, phase: "training", notBeforeMs: null };
  if (accepted.length >= rules.bufferSize) return close(ready, "goal", nowMs, rules);
  return clientsOf(state).size >= rules.minReports ? open(ready, nowMs, rules) : unchanged(state);
}

/** Of whom this buffer may have an update. */
function clientsOf({ present, accepted, atWork }: BufferState): Set<number> {
  return new Set([...present, ...accepted.map(({ client }) => client), ...atWork.keys()]);
}

function open(state: BufferState, nowMs: number, rules: BufferRules): BufferStep {
  const { state: next, begun } = giveWork(goOnWithTime(state, nowMs), nowMs, rules);
  const { round, model } = next;
  const atWork = sorted(next.atWork.keys());
  const what = { round, atWork, begun, goal: rules.bufferSize, modelHash: model.hash };
  return {
    state: next,
    effects: [{ type: "open", ...what, deadlineMs: nowMs + rules.workMs }],
  };
}

/**
 * What is due in an open buffer: work that took too long is given up, places are filled, and when it
 * is full or nobody is left to wait for it closes.
 */
export function settle(state: BufferState, nowMs: number, rules: BufferRules): BufferStep {
  if (state.phase !== "training") return unchanged(state);
  const late = overdue(state, nowMs);
  const now = lapse(late.state, nowMs);
  const due = closeOrGoOn(now, nowMs, rules);
  return { state: due.state, effects: [...late.effects, ...due.effects] };
}

function closeOrGoOn(state: BufferState, nowMs: number, rules: BufferRules): BufferStep {
  const { accepted, notBeforeMs } = state;
  if (accepted.length >= rules.bufferSize) return close(state, "goal", nowMs, rules);
  const isWaiting = notBeforeMs !== null && nowMs < notBeforeMs;
  const ready = notBeforeMs === null || isWaiting ? state : withoutRests(state);
  const { state: next, begun } = giveWork(ready, nowMs, rules);
  if (begun.length > 0 || holders(next).length > 0 || rules.isHeld) return began(next, begun);
  if (accepted.length >= rules.minReports) return close(state, "all-reported", nowMs, rules);
  return isWaiting ? unchanged(next) : nobodyLeft(next, nowMs, rules);
}

function began(state: BufferState, begun: readonly Work[]): BufferStep {
  return { state, effects: begun.map((work) => ({ type: "begin", work })) };
}

/**
 * Too few have sent, and nobody can be asked: who sits the round out is asked all the same, and who
 * has failed once more, after a wait, so that devices that fail at once do not make it spin.
 */
function nobodyLeft(state: BufferState, nowMs: number, rules: BufferRules): BufferStep {
  const { present, dropped, round, attempt, resting, accepted } = state;
  const isHere = (client: number) => present.has(client) && !resting.has(client);
  if ([...present].some((client) => isHere(client) && sitsOut(state, client))) {
    const others = [...dropped].filter(([, satOut]) => satOut !== round);
    const next = giveWork({ ...state, dropped: new Map(others) }, nowMs, rules);
    return began(next.state, next.begun);
  }
  const sent = new Set(accepted.map(({ client }) => client));
  const mayRetry = [...resting].some((client) => present.has(client) && !sent.has(client));
  if (!mayRetry || state.notBeforeMs !== null) return unchanged(state);
  const waitMs = Math.min(rules.workMs, RETRY_MS * 2 ** Math.min(attempt, 20));
  return unchanged({ ...state, attempt: attempt + 1, notBeforeMs: nowMs + waitMs });
}

/** Who has failed has a second turn. */
function withoutRests(state: BufferState): BufferState {
  const resting = new Set(state.accepted.map(({ client }) => client));
  return { ...state, resting, notBeforeMs: null };
}
