// A token bucket for each of many keys, in bounded memory.

import { TokenBucket, type Rate } from "./token-bucket.ts";

/** Keys that are remembered. */
const MAX_KEYS = 10_000;

export class KeyedBuckets {
  readonly #rate: Rate;
  readonly #now: () => number;
  /** In the order of first use. */
  readonly #buckets = new Map<string, TokenBucket>();

  /** @param now milliseconds of any clock that does not jump back */
  constructor(rate: Rate, now: () => number) {
    this.#rate = rate;
    this.#now = now;
  }

  /** Takes one token of this key; false when there is none. */
  take(key: string): boolean {
    return this.#of(key).take();
  }

  /** Seconds until this key has a token, rounded up; 0 when it has one. */
  waitSeconds(key: string): number {
    return this.#buckets.get(key)?.waitSeconds() ?? 0;
  }

  get size(): number {
    return this.#buckets.size;
  }

  #of(key: string): TokenBucket {
    const known = this.#buckets.get(key);
    if (known) return known;
    if (this.#buckets.size >= MAX_KEYS) this.#forget();
    const made = new TokenBucket(this.#rate, this.#now);
    this.#buckets.set(key, made);
    return made;
  }

  /** Full buckets say nothing. Where few are full the oldest go: their owners start afresh. */
  #forget(): void {
    for (const [key, bucket] of this.#buckets) if (bucket.isFull()) this.#buckets.delete(key);
    for (const key of this.#buckets.keys()) {
      if (this.#buckets.size <= MAX_KEYS - MAX_KEYS / 10) return;
      this.#buckets.delete(key);
    }
  }
}
