// Tells everybody how the volunteers do: at most four times a second, however much happens.

import type { Clock } from "./clock.ts";

const LEAST_MS = 250;
/** A longer roster is told less often: its cost grows with the square of the volunteers. */
const MS_PER_ENTRY = 4;

export interface RosterFeedOptions {
  clock: Clock;
  entries: () => number;
  tell: () => void;
}

export class RosterFeed {
  readonly #options: RosterFeedOptions;
  #cancel: (() => void) | null = null;
  #toldMs = -Infinity;

  constructor(options: RosterFeedOptions) {
    this.#options = options;
  }

  /** Something in the roster changed. */
  mark(): void {
    if (this.#cancel) return;
    const { clock, entries } = this.#options;
    const gapMs = Math.max(LEAST_MS, MS_PER_ENTRY * entries());
    const waitMs = Math.max(0, this.#toldMs + gapMs - clock.now());
    this.#cancel = clock.after(waitMs, () => this.#tell());
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #tell(): void {
    this.#cancel = null;
    this.#toldMs = this.#options.clock.now();
    this.#options.tell();
  }
}
