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

/** After a pause nobody has less time than before it, and all leases begin anew. */
export function goOnAt(
  state: BufferState,
  nowMs: number,
  { leaseMs }: Pick<BufferRules, "leaseMs">,
): BufferState {
  const passedMs = nowMs - (state.pausedMs ?? nowMs);
  const due = new Map([...state.due].map(([client, dueMs]) => [client, dueMs + passedMs]));
  const leases = new Map([...state.leases.keys()].map((one) => [one, nowMs + (leaseMs ?? 0)]));
  return { ...state, due, leases, pausedMs: null };
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
