// What is promised to each update.

import { agedRightly } from "./buffer-invariants.ts";
import { acknowledged, all, bufferOf, type Evidence, type Violation } from "./evidence.ts";

/**
 * I1: every acknowledged update is in exactly one round record, or was given up with its reason. With
 * FedBuff in that of any round since its own: it may come while others are made.
 */
export function acknowledgedOnce({ history, events }: Evidence): Violation[] {
  const isBuffered = bufferOf(events) !== null;
  const accepted = all(events, "update-accepted");
  const averaged = new Map(all(events, "aggregated").map((event) => [event.round, event.clients]));
  return acknowledged(history).flatMap(({ client, updateId, round }) => {
    const name = `update ${updateId} of client ${client} for round ${round}`;
    const lines = accepted.filter((each) => each.updateId === updateId && each.client === client);
    const [line] = lines;
    if (line === undefined || lines.length > 1) {
      return violation("I1", `${name} was acknowledged and is in the log ${lines.length} times`);
    }
    const isElsewhere = isBuffered ? line.round < round : line.round !== round;
    if (isElsewhere) return violation("I1", `${name} is in the record of round ${line.round}`);
    const clients = averaged.get(line.round);
    if (clients === undefined || clients.includes(client)) return [];
    return isGivenUp(events, updateId)
      ? []
      : violation("I1", `${name} was acknowledged and is not in the round's average`);
  });
}

function isGivenUp(events: Evidence["events"], updateId: string): boolean {
  return all(events, "update-lost").some((event) => event.updateId === updateId);
}

/** I2: no update and no client is counted twice in a round. */
export function countedOnce({ events }: Evidence): Violation[] {
  const lost = new Set(all(events, "update-lost").map(({ updateId }) => updateId));
  const accepted = all(events, "update-accepted").filter(({ updateId }) => !lost.has(updateId));
  const twice = [
    ...repeated(accepted.map(({ client, updateId }) => `update ${updateId} of client ${client}`)),
    ...repeated(accepted.map(({ client, round }) => `client ${client} in round ${round}`)),
    ...all(events, "aggregated").flatMap(({ round, clients }) =>
      repeated(clients.map((client) => `client ${client} in the average of round ${round}`)),
    ),
  ];
  return twice.flatMap((name) => violation("I2", `${name} is counted twice`));
}

/**
 * I9: an update that was made from another model than the round's is never counted; with FedBuff each
 * counts as old as it is.
 */
export function neverStale({ history, events }: Evidence): Violation[] {
  const buffer = bufferOf(events);
  if (buffer !== null) return agedRightly({ history, events }, buffer);
  const bases = new Map<string, string>();
  for (const each of history) if (each.op === "update") bases.set(each.updateId, each.baseHash);
  const models = new Map<number, string>();
  return events.flatMap((event) => {
    if (event.type === "round-opened") models.set(event.round, event.modelHash);
    if (event.type !== "update-accepted") return [];
    const { updateId, round } = event;
    const [base, model] = [bases.get(updateId), models.get(round)];
    if (base === undefined || base === model) return [];
    const what = `update ${updateId} of round ${round} was made from ${base}, the round's is ${model}`;
    return violation("I9", what);
  });
}

function repeated(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.filter((name) => seen.size === seen.add(name).size);
}

function violation(invariant: string, what: string): Violation[] {
  return [{ invariant, what }];
}
