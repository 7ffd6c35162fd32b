// Time, handed in so that tests own it.

export interface Clock {
  /** Milliseconds since 1970 at the start of the process, then without jumps. */
  now(): number;
  /** Runs once after `ms`; call the result to cancel. */
  after(ms: number, run: () => void): () => void;
}

/** Longest time that setTimeout takes. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Math.round(performance.timeOrigin + performance.now()),
  after(ms, run) {
    const timer = setTimeout(run, Math.min(Math.max(0, ms), MAX_TIMEOUT_MS));
    return () => clearTimeout(timer);
  },
};
