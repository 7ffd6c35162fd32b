// The volunteers' part of the view.

import type { LogEvent } from "@spikefed/protocol";

import type { ClientSummary } from "./view.ts";

type Clients = ReadonlyMap<number, ClientSummary>;
/** Where changes go: a copy, or the map itself while nobody else has it. */
export type Copy = (clients: Clients) => Map<number, ClientSummary>;

export const copied: Copy = (clients) => new Map(clients);

/** Copies once, then changes its own copy: for a fold whose steps nobody sees. */
export function copiedOnce(): Copy {
  let own: Map<number, ClientSummary> | null = null;
  return (clients) => (clients === own ? own : (own = new Map(clients)));
}

export function applyToClients(clients: Clients, event: LogEvent, copy: Copy): Clients {
  switch (event.type) {
    case "joined": {
      const { client, device, shard, samples, robot = null } = event;
      const fresh = { client, device, shard, samples, robot, here: true, helped: 0, history: [] };
      return copy(clients).set(client, fresh);
    }
    case "rejoined":
      return change(copy(clients), [event.client], () => ({ here: true }));
    case "left":
      return change(copy(clients), [event.client], () => ({ here: false }));
    case "restarted":
      return change(copy(clients), [...clients.keys()], () => ({ here: false }));
    case "update-accepted": {
      const { round, samples, loss, accuracy } = event;
      return change(copy(clients), [event.client], ({ history }) => ({
        history: [...history, { round, samples, loss, accuracy }],
      }));
    }
    case "update-lost":
      return change(copy(clients), [event.client], ({ history }) => ({
        history: history.filter(({ round }) => round !== event.round),
      }));
    case "aggregated":
      return change(copy(clients), event.clients, ({ helped }) => ({ helped: helped + 1 }));
    default:
      return clients;
  }
}

function change(
  clients: Map<number, ClientSummary>,
  which: readonly number[],
  to: (client: ClientSummary) => Partial<ClientSummary>,
): Clients {
  for (const number of which) {
    const client = clients.get(number);
    if (client) clients.set(number, { ...client, ...to(client) });
  }
  return clients;
}
