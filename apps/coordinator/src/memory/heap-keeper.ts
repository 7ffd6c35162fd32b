// Gives back the memory that a round has left in the heap. V8 collects while a crowd is busy, and
// keeps what it freed then: up to twice what is in use.

import { Session } from "node:inspector";
import { memoryUsage } from "node:process";

import type { LogEvent } from "@spikefed/protocol";

/** A coordinator that nobody has joined. */
const EMPTY_BYTES = 32e6;

/** Less is not worth a pause; a class does not come to it. */
const WORTH_BYTES = 32e6;

export interface HeapKeeperOptions {
  /** Bytes that the heap takes up, garbage and free pages included. */
  heapBytes: () => number;
  /** Resolves when the heap is as small as it can be. */
  collect: () => Promise<void>;
}

export class HeapKeeper {
  readonly #options: HeapKeeperOptions;
  /** What the last collection left. */
  #leftBytes = EMPTY_BYTES;
  #isCollecting = false;

  constructor(options: Partial<HeapKeeperOptions> = {}) {
    this.#options = {
      heapBytes: () => memoryUsage().heapTotal,
      collect: collectGarbage,
      ...options,
    };
  }

  /** When a round is averaged, its updates are counted and those of the next are not on their way. */
  async note(events: readonly Pick<LogEvent, "type">[]): Promise<void> {
    const { heapBytes, collect } = this.#options;
    const isQuiet = events.some(({ type }) => type === "aggregated");
    if (!isQuiet || this.#isCollecting || heapBytes() - this.#leftBytes < WORTH_BYTES) return;
    this.#isCollecting = true;
    await collect();
    this.#leftBytes = heapBytes();
    this.#isCollecting = false;
  }
}

/**
 * All garbage, and the pages that it lay on: `gc()` would keep those. Everything waits meanwhile, but
 * first what the turn of the event loop has to do is done.
 */
export async function collectGarbage(): Promise<void> {
  const session = new Session();
  session.connect();
  await new Promise<void>((resolve) => {
    session.post("HeapProfiler.collectGarbage", () => resolve()); // a failure costs memory alone
  });
  session.disconnect();
}
