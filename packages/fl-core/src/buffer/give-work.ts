// Keeping as many clients at work as the rules say.

import { liveValue } from "@spikefed/protocol";

import { createRandom } from "../random/generator.ts";
import { chooseClients } from "../round/choose-clients.ts";
import { leasesFor } from "../round/lease.ts";
import { minus, sorted } from "../round/state.ts";
import { holders, sitsOut } from "./state.ts";
import type { BufferRules, BufferState, Work } from "./types.ts";

/** Parts the streams of these draws from those of rounds. */
const STREAM = 29;

/**
 * The chosen begin from the newest model. Left out is who has had a turn in this round, or is to sit
 * it out. Where the host wants fewer than are at work, these finish and nobody takes their places.
 */
export function giveWork(
  state: BufferState,
  nowMs: number,
  rules: BufferRules,
): { state: BufferState; begun: Work[] } {
  const { present, atWork, resting, round, model, given } = state;
  const isFree = (client: number) =>
    !atWork.has(client) && !resting.has(client) && !sitsOut(state, client);
  const most = liveValue("participants", rules.participants, rules.changes, round);
  const places = Math.max((most ?? present.size) - holders(state).length, 0);
  if (places === 0 || rules.isHeld) return { state, begun: [] };
  const free = sorted([...present].filter(isFree));
  const random = createRandom(rules.seed, STREAM, given);
  const chosen = chooseClients(random, free, places, { ...state, ...rules });
  const begun = chosen.map((client, i): Work => ({
    client,
    number: given + i + 1,
    round,
    base: model,
  }));
  return { state: atWorkToo(state, begun, nowMs, rules), begun };
}

function atWorkToo(
  state: BufferState,
  begun: readonly Work[],
  nowMs: number,
  rules: BufferRules,
): BufferState {
  const clients = begun.map(({ client }) => client);
  const of = <T>(map: ReadonlyMap<number, T>, value: T) =>
    new Map([...map, ...clients.map((client) => [client, value] as const)]);
  return {
    ...state,
    given: state.given + begun.length,
    lost: clients.reduce(minus, state.lost), // who begins again is not missing
    atWork: new Map([...state.atWork, ...begun.map((work) => [work.client, work] as const)]),
    due: of(state.due, nowMs + rules.workMs),
    leases: new Map([...state.leases, ...leasesFor(clients, nowMs, rules)]),
    invitedIn: of(state.invitedIn, state.round),
  };
}
