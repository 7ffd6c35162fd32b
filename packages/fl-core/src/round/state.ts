// Views of a round's state that several of the machine's parts ask for, and its first value.

import { noStanding } from "./standing.ts";
import type { Client, Model, RoundState } from "./types.ts";

/** A run that nobody has started. */
export function initialRound(model: Model): RoundState {
  return {
    phase: "lobby",
    round: 1,
    attempt: 0,
    present: new Set(),
    samples: new Map(),
    invitedIn: new Map(),
    cohort: new Set(),
    givenUp: new Set(),
    leases: new Map(),
    dropped: new Map(),
    goal: 0,
    needed: 0,
    filled: null,
    accepted: [],
    previous: null,
    deadlineMs: null,
    notBeforeMs: null,
    model,
    newest: model.version,
    standing: noStanding,
    measured: true,
    pausedFrom: null,
    pauseAsked: false,
    stopAsked: false,
    stepAllowed: true,
  };
}

/** A round is open: updates are taken. Also while its clock is stopped. */
export function isOpen({ phase, pausedFrom }: RoundState): boolean {
  return phase === "training" || (phase === "paused" && pausedFrom?.phase === "training");
}

/** Owners of the updates that this round has. */
export function owners({ accepted }: RoundState): Client[] {
  return sorted(accepted.map(({ client }) => client));
}

/** Updates that close the open round; null: all of its cohort are waited for. */
export function goalOf({ goal, cohort, accepted }: RoundState): number | null {
  const all = new Set([...cohort, ...accepted.map(({ client }) => client)]);
  return goal < all.size ? goal : null;
}

/** Cohort members whose update is still expected. */
export function pending(state: RoundState): Client[] {
  const done = new Set(state.accepted.map(({ client }) => client));
  return sorted([...state.cohort].filter((c) => !done.has(c) && !state.givenUp.has(c)));
}

/** Whether anybody's update is: asked at each event, so without a list as long as that is certain. */
export function isAnyPending(state: RoundState): boolean {
  const { cohort, accepted, givenUp } = state;
  return cohort.size > accepted.length + givenUp.size || pending(state).length > 0;
}

/** Who may still work on the open round: those waited for, and those whose lease is over. */
export function working(state: RoundState): Client[] {
  const { givenUp, leases } = state;
  const lapsed = [...givenUp].filter((client) => leases.has(client) && !sitsOut(state, client));
  return sorted([...pending(state), ...lapsed]);
}

/** Whether the host has this client sit the open or next round out. */
export function sitsOut({ dropped, round }: RoundState, client: Client): boolean {
  return dropped.get(client) === round;
}

/** Nobody sits this round out after all. */
export function callBack(state: RoundState): RoundState {
  const others = [...state.dropped].filter(([, round]) => round !== state.round);
  return { ...state, dropped: new Map(others) };
}

export function sorted(clients: Iterable<Client>): Client[] {
  return [...clients].sort((a, b) => a - b);
}

export function plus(clients: ReadonlySet<Client>, client: Client): ReadonlySet<Client> {
  return clients.has(client) ? clients : new Set(clients).add(client);
}

export function minus(clients: ReadonlySet<Client>, client: Client): ReadonlySet<Client> {
  return clients.has(client) ? new Set([...clients].filter((other) => other !== client)) : clients;
}
