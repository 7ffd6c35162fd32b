// Tells everybody what is new in the run log. In a class at once; in a crowd what concerns one
// client waits a little for more of its kind: each telling costs as many packets as there are ears.

import type { LogEvent } from "@spikefed/protocol";

import type { Clock } from "./clock.ts";

/** With so many listeners, or fewer, nothing waits. */
const FEW_LISTENERS = 60;
/** Longest wait; less where there are fewer listeners than milliseconds. */
const MOST_MS = 1_000;

/** There is one for each client: of the others a round has a few. */
const ofOneClient: ReadonlySet<LogEvent["type"]> = new Set([
  ...(["joined", "rejoined", "left", "training-failed", "device-restarted"] as const),
  ...(["update-accepted", "update-refused", "update-lost"] as const),
]);

export interface LogFeedOptions {
  clock: Clock;
  listeners: () => number;
  tell: (events: LogEvent[]) => void;
}

export class LogFeed {
  readonly #options: LogFeedOptions;
  #waiting: LogEvent[] = [];
  #cancel: (() => void) | null = null;
  #closed = false;

  constructor(options: LogFeedOptions) {
    this.#options = options;
  }

  /** Events that are on the disk, in their order, which they keep. */
  push(events: readonly LogEvent[]): void {
    if (this.#closed) return;
    this.#waiting.push(...events);
    const { clock, listeners } = this.#options;
    const count = listeners();
    const mayWait = events.every(({ type }) => ofOneClient.has(type));
    if (!mayWait || count <= FEW_LISTENERS) return this.flush();
    this.#cancel ??= clock.after(Math.min(count, MOST_MS), () => this.flush());
  }

  /** What waits is told now. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = null;
    if (this.#waiting.length > 0) this.#options.tell(this.#waiting.splice(0));
  }

  /** What waits, and what comes, is told to nobody: who comes back gets the whole log. */
  close(): void {
    this.#closed = true;
    this.#cancel?.();
    this.#cancel = null;
    this.#waiting = [];
  }
}
