// Whom a round invites, of those who are free: a seeded choice, in one of three ways.

import type { Sampling } from "@spikefed/protocol";

import { sample, shuffle } from "../random/choice.ts";
import { type Random, uniform } from "../random/generator.ts";
import type { Client } from "./types.ts";

export interface Choosing {
  sampling: Sampling;
  /** Training pictures of a client; who is not in it has one. */
  samples: ReadonlyMap<Client, number>;
  /** The newest round that a client was invited to; who is not in it never was. */
  invitedIn: ReadonlyMap<Client, number>;
}

/**
 * `count` of the clients (all where there are fewer), each once, in the order in which they are
 * spared from dropping out.
 *
 * - `uniform`: every set of so many is equally likely, each client's chance is count / K. An average
 *   weighted by samples is then an unbiased estimate of that of all clients (up to the ratio's own
 *   small bias).
 * - `by-samples`: a client's chance is exactly `count * samples / all samples`, and 1 where that is
 *   more. The plain mean (`weighting: uniform`) is the unbiased one then; weighted by samples as
 *   well, large shards would count twice.
 * - `least-recently`: those whose last invitation is the longest ago, chance among equals. Everybody
 *   has a turn; no draw is independent of the one before, so nothing is unbiased but the whole of a
 *   turn.
 *
 * @param free Ascending.
 * @see Madow, On the Theory of Systematic Sampling, II, 1949; Li et al., On the Convergence of FedAvg
 *   on Non-IID Data, ICLR 2020, schemes I and II.
 */
export function chooseClients(
  random: Random,
  free: readonly Client[],
  count: number,
  { sampling, samples, invitedIn }: Choosing,
): Client[] {
  switch (sampling) {
    case "uniform":
      return sample(random, free, count);
    case "by-samples":
      return bySize(random, free, count, (client) => samples.get(client) ?? 1);
    case "least-recently": {
      const last = (client: Client) => invitedIn.get(client) ?? 0;
      const byTurn = shuffle(random, [...free]).sort((a, b) => last(a) - last(b));
      return byTurn.slice(0, count);
    }
  }
}

function bySize(
  random: Random,
  free: readonly Client[],
  count: number,
  sizeOf: (client: Client) => number,
): Client[] {
  const size = Math.min(count, free.length);
  const { certain, others } = withoutCertain(shuffle(random, [...free]), size, sizeOf);
  const drawn = systematic(random, others, size - certain.length, sizeOf);
  return shuffle(random, [...certain, ...drawn]);
}

/** Clients so large that their chance would be 1 or more, and the others. */
function withoutCertain(
  clients: readonly Client[],
  count: number,
  sizeOf: (client: Client) => number,
): { certain: Client[]; others: Client[] } {
  const certain: Client[] = [];
  let others = [...clients];
  for (;;) {
    const total = others.reduce((sum, client) => sum + sizeOf(client), 0);
    const left = count - certain.length;
    const large = others.filter((client) => sizeOf(client) * left >= total);
    if (left === 0 || large.length === 0) return { certain, others };
    certain.push(...large);
    others = others.filter((client) => !large.includes(client));
  }
}

/** Madow's: equal steps along all sizes laid end to end, from a random start. */
function systematic(
  random: Random,
  clients: readonly Client[],
  count: number,
  sizeOf: (client: Client) => number,
): Client[] {
  const total = clients.reduce((sum, client) => sum + sizeOf(client), 0);
  const pace = total / count;
  const start = uniform(random) * pace;
  const drawn: Client[] = [];
  let end = 0;
  for (const client of clients) {
    end += sizeOf(client);
    if (drawn.length < count && start + drawn.length * pace < end) drawn.push(client);
  }
  return drawn;
}
