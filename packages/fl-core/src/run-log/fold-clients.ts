// The volunteers' part of the view.

import type { LogEvent } from "@spikefed/protocol";

import type { ClientSummary } from "./view.ts";

type Clients = ReadonlyMap<number, ClientSummary>;

export function applyToClients(clients: Clients, event: LogEvent): Clients {
  switch (event.type) {
    case "joined": {
      const { client, device, shard, samples } = event;
      const fresh = { client, device, shard, samples, here: true, helped: 0, history: [] };
      return new Map(clients).set(client, fresh);
    }
    case "rejoined":
      return change(clients, [event.client], () => ({ here: true }));
    case "left":
      return change(clients, [event.client], () => ({ here: false }));
    case "restarted":
      return change(clients, [...clients.keys()], () => ({ here: false }));
    case "update-accepted": {
      const { round, loss, accuracy } = event;
      return change(clients, [event.client], ({ history }) => ({
        history: [...history, { round, loss, accuracy }],
      }));
    }
    case "aggregated":
      return change(clients, event.clients, ({ helped }) => ({ helped: helped + 1 }));
    default:
      return clients;
  }
}

function change(
  clients: Clients,
  which: readonly number[],
  to: (client: ClientSummary) => Partial<ClientSummary>,
): Clients {
  const next = new Map(clients);
  for (const number of which) {
    const client = clients.get(number);
    if (client) next.set(number, { ...client, ...to(client) });
  }
  return next;
}
