// How long the other side may take. Only its own time counts, not what it waits for us: a hello of a
// crowd waits for its turn, and may wait for the disk.

import type { Clock } from "../room/clock.ts";

export interface PatienceOptions {
  clock: Clock;
  /** Time of its own that it has, milliseconds. */
  ms: number;
  /** It has taken longer; told once. */
  onOver: () => void;
}

export class Patience {
  readonly #options: PatienceOptions;
  #leftMs: number;
  #sinceMs = 0;
  /** Null: it waits for us, or nothing is waited for any more. */
  #stop: (() => void) | null = null;
  #isOver = false;

  constructor(options: PatienceOptions) {
    this.#options = options;
    this.#leftMs = options.ms;
    this.#goOn();
  }

  /** Its part is done until `work` is. */
  async during<T>(work: () => T | Promise<T>): Promise<T> {
    this.#pause();
    try {
      return await work();
    } finally {
      this.#goOn();
    }
  }

  /** Nothing is waited for any more. */
  end(): void {
    this.#isOver = true;
    this.#pause();
  }

  #goOn(): void {
    if (this.#isOver) return;
    const { clock, onOver } = this.#options;
    this.#sinceMs = clock.now();
    this.#stop = clock.after(this.#leftMs, () => {
      this.#isOver = true;
      onOver();
    });
  }

  #pause(): void {
    if (this.#stop === null) return;
    this.#stop();
    this.#stop = null;
    this.#leftMs -= this.#options.clock.now() - this.#sinceMs;
  }
}
