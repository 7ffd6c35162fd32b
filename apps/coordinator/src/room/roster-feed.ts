// Tells everybody how the volunteers do: in a class a few times a second; in a crowd, where one
// telling to all is a gigabyte, one part of the listeners after the other.

import type { Clock } from "./clock.ts";
import { EAR_PARTS, type EarPart } from "./ports.ts";

const LEAST_MS = 250;
/** A longer roster is told less often. */
const MS_PER_ENTRY = 4;
/** Entries times listeners; more of them are a crowd. */
const CLASS_LIMIT = 250 * 250;
/** Of a crowd: entries, of about 250 bytes each, that are told in a millisecond. */
const ENTRIES_PER_MS = 32;

export interface RosterFeedOptions {
  clock: Clock;
  entries: () => number;
  listeners: () => number;
  /** The same roster to all of these. */
  tell: (...to: EarPart[]) => void;
}

export class RosterFeed {
  readonly #options: RosterFeedOptions;
  #cancel: (() => void) | null = null;
  #toldMs = -Infinity;
  /** Of a crowd: who is told next, and how many parts have not heard of the last change. */
  #part = 0;
  #partsLeft = 0;

  constructor(options: RosterFeedOptions) {
    this.#options = options;
  }

  /** Something in the roster changed. */
  mark(): void {
    this.#partsLeft = EAR_PARTS;
    this.#wait();
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #wait(): void {
    if (this.#cancel) return;
    const { clock, entries, listeners } = this.#options;
    const crowdMs = (entries() * listeners()) / EAR_PARTS / ENTRIES_PER_MS;
    const classMs = Math.max(LEAST_MS, MS_PER_ENTRY * entries());
    const gapMs = this.#isCrowd() ? Math.max(crowdMs, LEAST_MS) : classMs;
    const waitMs = Math.max(0, this.#toldMs + gapMs - clock.now());
    this.#cancel = clock.after(waitMs, () => this.#tell());
  }

  #isCrowd(): boolean {
    const { entries, listeners } = this.#options;
    return entries() * listeners() > CLASS_LIMIT;
  }

  #tell(): void {
    const { clock, tell } = this.#options;
    this.#cancel = null;
    this.#toldMs = clock.now();
    if (!this.#isCrowd()) {
      this.#partsLeft = 0;
      return tell("all");
    }
    tell("hosts", this.#part);
    this.#part = (this.#part + 1) % EAR_PARTS;
    this.#partsLeft -= 1;
    if (this.#partsLeft > 0) this.#wait();
  }
}
