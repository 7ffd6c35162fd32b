// Views of a buffer's state that several of the machine's parts ask for, and its first value.

import { noStanding } from "../round/standing.ts";
import { minus, plus, sorted } from "../round/state.ts";
import type { Client, Model } from "../round/types.ts";
import type { BufferEffect, BufferState, BufferStep, Work } from "./types.ts";

/** A run that nobody has started. */
export function initialBuffer(model: Model): BufferState {
  return {
    ...{ phase: "lobby", round: 1, attempt: 0, model, newest: model.version },
    ...{ standing: noStanding, measured: true, accepted: [], dropped: new Map() },
    ...{ present: new Set(), samples: new Map(), invitedIn: new Map() },
    ...{ atWork: new Map(), due: new Map(), leases: new Map(), idle: new Set(), given: 0 },
    ...{ resting: new Set(), lost: new Set(), notBeforeMs: null },
    ...{ pausedFrom: null, stoppedMs: null, pauseAsked: false, stopAsked: false },
  };
}

export const unchanged = (state: BufferState): BufferStep => ({ state, effects: [] });

/** Models made since this work was begun, were it in the buffer of that round; also taken back ones. */
export const stalenessIn = (round: number, work: Work): number => round - work.round;

/** The buffer takes updates. Also in a pause, where nobody works. */
export function isOpen({ phase, pausedFrom }: BufferState): boolean {
  return phase === "training" || (phase === "paused" && pausedFrom?.phase === "training");
}

/** Those at work who hold a place, ascending. */
export function holders({ atWork, idle }: BufferState): Client[] {
  return sorted([...atWork.keys()].filter((client) => !idle.has(client)));
}

/** Whether the host has this client sit the open or next round out. */
export function sitsOut({ dropped, round }: BufferState, client: Client): boolean {
  return dropped.get(client) === round;
}

/** They have no work any more. */
export function withoutWork(state: BufferState, clients: readonly Client[]): BufferState {
  if (clients.length === 0) return state;
  const gone = new Set(clients);
  const others = <T>(map: ReadonlyMap<Client, T>) =>
    new Map([...map].filter(([client]) => !gone.has(client)));
  const { atWork, due, leases, idle } = state;
  return {
    ...{ ...state, atWork: others(atWork), due: others(due), leases: others(leases) },
    idle: clients.reduce(minus, idle),
  };
}

/** They have had their turn in the open buffer, if one is open, and have no work any more. */
export function turnOver(state: BufferState, clients: readonly Client[]): BufferState {
  const resting = isOpen(state) ? clients.reduce(plus, state.resting) : state.resting;
  return { ...withoutWork(state, clients), resting };
}

/** Their work is given up, and told as missing when the round closes. */
export function loseWork(
  state: BufferState,
  clients: readonly Client[],
  why: Extract<BufferEffect, { type: "give-up" }>["why"],
): BufferStep {
  const works = clients.flatMap((client) => state.atWork.get(client) ?? []);
  const given = works.map(({ client }) => client);
  const lost = given.reduce(plus, state.lost);
  return {
    state: { ...turnOver(state, given), lost },
    effects: works.map((work) => ({ type: "give-up", work, why })),
  };
}

/** The task once more for those at work who are here. */
export function askAgain({ atWork, present }: BufferState): BufferEffect[] {
  const here = [...atWork.values()].filter(({ client }) => present.has(client));
  return here.map((work) => ({ type: "ask", work }));
}
