// The wait before a stop: for what is on its way, and not for long.

import type { Clock } from "./clock.ts";

/** When who was told of the stop may ask again: a restart takes about as long. */
export const RETRY_MS = 3_000;

const LOOK_MS = 100;

/** Resolves when nothing is busy any more, or after `waitMs`. */
export function drained(isBusy: () => boolean, clock: Clock, waitMs: number): Promise<void> {
  const endMs = clock.now() + waitMs;
  return new Promise((resolve) => {
    const look = () => {
      if (!isBusy() || clock.now() >= endMs) resolve();
      else clock.after(Math.min(LOOK_MS, endMs - clock.now()), look);
    };
    look();
  });
}
