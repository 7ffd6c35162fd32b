// While the disk is full the run stands still: nothing is acknowledged, and what must be written is
// tried again until there is space.

import type { SpikefedError } from "@spikefed/protocol";

import type { Say } from "../say.ts";
import type { Clock } from "./clock.ts";

/** Between two tries, milliseconds. */
const RETRY_MS = 1000;
/** Between two reminders, milliseconds. */
const SAY_AGAIN_MS = 60_000;

export class FullDisk {
  readonly #clock: Clock;
  readonly #say: Say;
  #triedMs: number | null = null;
  #saidMs: number | null = null;

  constructor({ clock, say }: { clock: Clock; say: Say }) {
    this.#clock = clock;
    this.#say = say;
  }

  /** Tells the person at the terminal; resolves when it is worth trying again. */
  wait(error: SpikefedError): Promise<void> {
    this.tell(error);
    this.#triedMs = this.#clock.now();
    return new Promise((resolve) => void this.#clock.after(RETRY_MS, resolve));
  }

  /** Something waits for space now: what waits tries again each second. */
  get isWaiting(): boolean {
    return this.#triedMs !== null && this.#clock.now() - this.#triedMs < 2 * RETRY_MS;
  }

  /** Once a minute at most. */
  tell(error: SpikefedError): void {
    const nowMs = this.#clock.now();
    if (this.#saidMs !== null && nowMs - this.#saidMs < SAY_AGAIN_MS) return;
    this.#saidMs = nowMs;
    this.#say(error.message, { event: error.code, level: "error" });
  }
}
