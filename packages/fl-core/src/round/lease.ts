// Leases: how long a round waits for a client of whose work nothing is heard.

import { minus, pending, plus, sitsOut } from "./state.ts";
import type { Client, RoundState, Rules } from "./types.ts";

/** From now on, for all of these; none where the rules have no lease. */
export function leasesFor(
  clients: Iterable<Client>,
  nowMs: number,
  { leaseMs }: Pick<Rules, "leaseMs">,
): RoundState["leases"] {
  if (leaseMs === null) return new Map();
  return new Map([...clients].map((client) => [client, nowMs + leaseMs] as const));
}

/** Something was heard of its work: it is waited for again. Who failed or left has no lease. */
export function renew(state: RoundState, client: Client, nowMs: number, rules: Rules): RoundState {
  const isHeld = state.phase === "training" && state.leases.has(client);
  if (!isHeld || rules.leaseMs === null || sitsOut(state, client)) return state;
  if (state.accepted.some((update) => update.client === client)) return state;
  const leases = new Map(state.leases).set(client, nowMs + rules.leaseMs);
  return { ...state, leases, givenUp: minus(state.givenUp, client) };
}

/** Whose lease is over is not waited for; what it sends before the round closes still counts. */
export function lapse(state: RoundState, nowMs: number): RoundState {
  if (state.phase !== "training" || state.leases.size === 0) return state;
  const over = pending(state).filter((client) => (state.leases.get(client) ?? Infinity) <= nowMs);
  return over.reduce((next, client) => ({ ...next, givenUp: plus(next.givenUp, client) }), state);
}

/** When the next one is over; Infinity: none is running. */
export function nextLapseMs(state: RoundState): number {
  if (state.leases.size === 0) return Infinity;
  return Math.min(...pending(state).map((client) => state.leases.get(client) ?? Infinity));
}

export function withoutLease(state: RoundState, client: Client): RoundState["leases"] {
  return new Map([...state.leases].filter(([other]) => other !== client));
}
