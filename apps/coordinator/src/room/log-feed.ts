// Tells everybody what is new in the run log. In a class at once; in a crowd what concerns one
// client waits a little for more of its kind: each telling costs as many packets as there are ears. And
// a crowd is told one group after the other: a thousand packets at once would keep everybody waiting.

import type { LogEvent } from "@spikefed/protocol";

import type { Clock } from "./clock.ts";
import { EAR_PARTS, type EarPart } from "./ports.ts";

/** With so many listeners, or fewer, nothing waits. */
const FEW_LISTENERS = 60;
/** Longest wait; less where there are fewer listeners than milliseconds. */
const MOST_MS = 1_000;
/** Groups of a crowd, of parts of it. */
const GROUPS = 16;
const GROUP_PARTS = EAR_PARTS / GROUPS;

/** There is one for each client: of the others a round has a few. */
const ofOneClient: ReadonlySet<LogEvent["type"]> = new Set([
  ...(["joined", "rejoined", "left", "training-failed", "device-restarted"] as const),
  ...(["update-accepted", "update-refused", "update-lost"] as const),
]);

export interface LogFeedOptions {
  clock: Clock;
  listeners: () => number;
  tellAll: (events: LogEvent[]) => void;
  tellParts: (to: readonly EarPart[], events: LogEvent[]) => void;
}

export class LogFeed {
  readonly #options: LogFeedOptions;
  /** What not everybody has been told, the oldest first. */
  #waiting: LogEvent[] = [];
  /** How many of these the hosts and each group have been told. */
  #hostsTold = 0;
  #told = new Array<number>(GROUPS).fill(0);
  /** Whose turn is next. */
  #group = 0;
  #cancel: (() => void) | null = null;
  #closed = false;

  constructor(options: LogFeedOptions) {
    this.#options = options;
  }

  /** Events that are on the disk, in their order, which they keep. */
  push(events: readonly LogEvent[]): void {
    if (this.#closed) return;
    this.#waiting.push(...events);
    const mayWait = events.every(({ type }) => ofOneClient.has(type));
    if (!mayWait || this.#options.listeners() <= FEW_LISTENERS) return this.flush();
    this.#wait();
  }

  /** What waits is told now. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = null;
    const isTurnOpen = this.#hostsTold > 0 || this.#told.some((told) => told > 0);
    if (isTurnOpen) for (let group = 0; group < GROUPS; group++) this.#tell(group);
    else if (this.#waiting.length > 0) this.#options.tellAll(this.#waiting);
    this.#forget(this.#waiting.length);
  }

  /** What waits, and what comes, is told to nobody: who comes back gets the whole log. */
  close(): void {
    this.#closed = true;
    this.#cancel?.();
    this.#cancel = null;
    this.#forget(this.#waiting.length);
  }

  #wait(): void {
    const { clock, listeners } = this.#options;
    this.#cancel ??= clock.after(Math.min(listeners(), MOST_MS) / GROUPS, () => this.#step());
  }

  /** The hosts hear of it in each turn. */
  #step(): void {
    this.#cancel = null;
    this.#tell(this.#group);
    this.#group = (this.#group + 1) % GROUPS;
    this.#forget(Math.min(...this.#told));
    if (this.#waiting.length > 0) this.#wait();
  }

  #tell(group: number): void {
    const { tellParts } = this.#options;
    const forHosts = this.#waiting.slice(this.#hostsTold);
    const events = this.#waiting.slice(this.#told[group]);
    this.#hostsTold = this.#told[group] = this.#waiting.length;
    if (forHosts.length > 0) tellParts(["hosts"], forHosts);
    const first = group * GROUP_PARTS;
    const parts = Array.from({ length: GROUP_PARTS }, (_, at) => first + at);
    if (events.length > 0) tellParts(parts, events);
  }

  /** All have been told the first ones. */
  #forget(count: number): void {
    this.#waiting = this.#waiting.slice(count);
    this.#hostsTold = Math.max(0, this.#hostsTold - count);
    this.#told = this.#told.map((told) => Math.max(0, told - count));
  }
}
