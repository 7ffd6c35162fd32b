// How long a piece of work takes on a device that is only waited for: work is repeated until the
// waiting no longer weighs. The clock is handed in.

/** Milliseconds: wall time, and processor time of all threads of this process where it is known. */
export interface Clock {
  wall: () => number;
  cpu: (() => number) | null;
}

/** Runs so many times and waits for the device. */
export type Work = (times: number) => Promise<void>;

/** Milliseconds of one run; processor time is NaN without a clock for it. */
export interface Taken {
  wall: number;
  cpu: number;
}

export interface TimingOptions {
  clock: Clock;
  /** Milliseconds that a measurement should take at least: short work is repeated. */
  leastMs: number;
}

const MOST_REPEATS = 1000;
/** Work that takes longer is not run again only to warm up. */
const LONG_MS = 2000;

export async function timeRuns(work: Work, times: number, clock: Clock): Promise<Taken> {
  const processor = clock.cpu ?? (() => NaN);
  const start = { wall: clock.wall(), cpu: processor() };
  await work(times);
  return {
    wall: (clock.wall() - start.wall) / times,
    cpu: (processor() - start.cpu) / times,
  };
}

/** Warms up, then says how often the work must run to fill `leastMs`. */
export async function repeatsOf(work: Work, { clock, leastMs }: TimingOptions): Promise<number> {
  const first = await timeRuns(work, 1, clock);
  if (first.wall > LONG_MS) return 1;
  const { wall } = await timeRuns(work, 1, clock);
  return Math.max(1, Math.min(MOST_REPEATS, Math.ceil(leastMs / Math.max(wall, 1e-3))));
}

/** Milliseconds of the fastest of `runs`. */
export async function fastest(work: Work, runs: number, options: TimingOptions): Promise<number> {
  const times = await repeatsOf(work, options);
  let best = Infinity;
  for (let i = 0; i < runs; i++) {
    best = Math.min(best, (await timeRuns(work, times, options.clock)).wall);
  }
  return best;
}
