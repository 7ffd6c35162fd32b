// How a client connects, and comes back when the connection is lost.

import type { ConnectOptions, Pacing } from "./options.ts";

/** Soon back after a restart of the coordinator, which waits some seconds for its volunteers. */
const FIRST_MS = 1_000;
const LEAST_MS = 1_000;
const SPREAD_MS = 2_000;

/**
 * Thousands lose their connection at the same moment and must not come back at the same one. The
 * first wait is spread by Socket.IO (0 to 2 s with a factor of 1), but a wait that has reached its
 * longest is the same each time: so each client has a longest wait of its own.
 *
 * @param chance a number in [0, 1), drawn once for each client
 */
export function connecting(chance: number): ConnectOptions {
  return {
    ...{ autoConnect: false, forceNew: true },
    ...{ reconnectionDelay: FIRST_MS, randomizationFactor: 1 },
    reconnectionDelayMax: LEAST_MS + Math.floor(chance * SPREAD_MS),
  };
}

/** The coordinator has said that it stops, and when it is back: nobody tries before, and not all at once. */
export function comeBackAfter(pacing: Pacing | undefined, retryMs: number): void {
  pacing?.reconnectionDelay(1.5 * retryMs);
  pacing?.randomizationFactor(1 / 3); // from once to twice of it
  pacing?.reconnectionDelayMax(2 * retryMs);
}

/**
 * Milliseconds until a refused hello is said again: never before the coordinator's time, and the more
 * spread the more often it was refused, since those who wait are more than are let in at a time.
 *
 * @param tries Refusals before this one.
 * @param chance A number in [0, 1), drawn for each wait.
 */
export function helloAgainMs(retryAfterMs: number, tries: number, chance: number): number {
  return Math.round(retryAfterMs * (1 + chance * 2 ** Math.min(tries, 4)));
}

/** It is back: what was lost by chance is looked for soon. */
export function comeBackSoon(pacing: Pacing | undefined, usual: ConnectOptions): void {
  pacing?.reconnectionDelay(FIRST_MS);
  pacing?.randomizationFactor(usual.randomizationFactor);
  pacing?.reconnectionDelayMax(usual.reconnectionDelayMax);
}
