// What time does to work: a limit for each, and leases. And the machine's wish for time.

import { holders, loseWork } from "./state.ts";
import { plus } from "../round/state.ts";
import type { BufferRules, BufferState, BufferStep } from "./types.ts";

/** Work that took longer than the rules allow is given up. */
export function overdue(state: BufferState, nowMs: number): BufferStep {
  const late = [...state.due].filter(([, dueMs]) => dueMs <= nowMs).map(([client]) => client);
  return loseWork(state, late, "closed");
}

/** Whose lease is over holds no place any more; its work still counts when it comes. */
export function lapse(state: BufferState, nowMs: number): BufferState {
  const silent = holders(state).filter((client) => (state.leases.get(client) ?? Infinity) <= nowMs);
  return silent.length === 0 ? state : { ...state, idle: silent.reduce(plus, state.idle) };
}

/** Something was heard of its work: a place is kept for it again, beside those that are taken. */
export function renew(
  state: BufferState,
  client: number,
  nowMs: number,
  { leaseMs }: Pick<BufferRules, "leaseMs">,
): BufferState {
  const isHeld = state.phase !== "paused" && state.leases.has(client);
  if (!isHeld || leaseMs === null || !state.present.has(client)) return state;
  const leases = new Map(state.leases).set(client, nowMs + leaseMs);
  const idle = state.idle.has(client)
    ? new Set([...state.idle].filter((other) => other !== client))
    : state.idle;
  return { ...state, leases, idle };
}

/** No buffer is open any more. */
export function stopTime(state: BufferState, nowMs: number): BufferState {
  return { ...state, stoppedMs: state.stoppedMs ?? nowMs };
}

/** A buffer is open again: nobody has less time for its work than before it stopped. */
export function goOnWithTime(state: BufferState, nowMs: number): BufferState {
  const passedMs = nowMs - (state.stoppedMs ?? nowMs);
  const due = new Map([...state.due].map(([client, dueMs]) => [client, dueMs + passedMs]));
  return { ...state, due, stoppedMs: null };
}

/** After a pause, in which nobody works, all leases begin anew. */
export function leasesAnew(
  state: BufferState,
  nowMs: number,
  { leaseMs }: Pick<BufferRules, "leaseMs">,
): BufferState {
  const leases = new Map([...state.leases.keys()].map((one) => [one, nowMs + (leaseMs ?? 0)]));
  return { ...state, leases };
}

/** When the machine wants its next `tick`; null: it waits for something else. */
export function nextTickMs(state: BufferState): number | null {
  const { phase, notBeforeMs, due, leases } = state;
  if (phase === "selecting") return notBeforeMs;
  if (phase !== "training") return null;
  const lapses = holders(state).map((client) => leases.get(client) ?? Infinity);
  const next = Math.min(notBeforeMs ?? Infinity, ...due.values(), ...lapses);
  return next === Infinity ? null : next;
}
