// How often something may happen: `burst` times at once, `perSecond` in the long run.

export interface Rate {
  perSecond: number;
  burst: number;
}

export class TokenBucket {
  readonly #rate: Rate;
  readonly #now: () => number;
  #tokens: number;
  #filledMs: number;

  /** @param now milliseconds of any clock that does not jump back */
  constructor(rate: Rate, now: () => number) {
    this.#rate = rate;
    this.#now = now;
    this.#tokens = rate.burst;
    this.#filledMs = now();
  }

  /** Takes one token; false when there is none. */
  take(): boolean {
    this.#fill();
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** Seconds until there is a token, rounded up; 0 when there is one. */
  waitSeconds(): number {
    this.#fill();
    return Math.max(0, Math.ceil((1 - this.#tokens) / this.#rate.perSecond));
  }

  isFull(): boolean {
    this.#fill();
    return this.#tokens >= this.#rate.burst;
  }

  #fill(): void {
    const nowMs = this.#now();
    const gained = (Math.max(0, nowMs - this.#filledMs) / 1000) * this.#rate.perSecond;
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + gained);
    this.#filledMs = nowMs;
  }
}
