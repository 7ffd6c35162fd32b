// How many connections one address may have and open. A whole class may share one address behind its
// router: sixty tabs, each loading its page again, must pass.

import { isThisMachine, networkOf } from "./address.ts";
import { KeyedBuckets } from "./keyed-buckets.ts";
import type { Rate } from "./token-bucket.ts";

export interface CrowdLimits {
  /** Connections that one address may have open. */
  open: number;
  /** Connections that one address may open. */
  opening: Rate;
}

/** Of Socket.IO connections: one a tab. */
export const socketLimits: CrowdLimits = { open: 240, opening: { perSecond: 20, burst: 300 } };

/** Of TCP connections: a browser opens six to load a page, and opens new ones often. */
export const tcpLimits: CrowdLimits = { open: 1_000, opening: { perSecond: 200, burst: 3_000 } };

export class Crowd {
  readonly #limits: CrowdLimits;
  readonly #opening: KeyedBuckets;
  readonly #open = new Map<string, number>();

  /** @param now milliseconds of a clock that does not jump back */
  constructor(limits: CrowdLimits, now: () => number) {
    this.#limits = limits;
    this.#opening = new KeyedBuckets(limits.opening, now);
  }

  /** Whether this address may open one more now; asking counts as opening. */
  mayEnter(address: string): boolean {
    if (isThisMachine(address)) return true;
    const network = networkOf(address);
    return (this.#open.get(network) ?? 0) < this.#limits.open && this.#opening.take(network);
  }

  /** A connection is open; call the result, once, when it is gone. */
  enter(address: string): () => void {
    const network = networkOf(address);
    this.#open.set(network, (this.#open.get(network) ?? 0) + 1);
    return () => {
      const left = (this.#open.get(network) ?? 1) - 1;
      if (left > 0) this.#open.set(network, left);
      else this.#open.delete(network);
    };
  }
}
