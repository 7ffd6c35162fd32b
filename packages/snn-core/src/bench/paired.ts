// Timing two pieces of work side by side. Machines drift: what counts is the ratio of neighbours,
// and processor time, which other programs do not change.

import { repeatsOf, type Taken, timeRuns, type TimingOptions, type Work } from "./timing.ts";

/** A ratio or a time over its pairs. */
export interface Spread {
  median: number;
  min: number;
  max: number;
}

export interface Paired {
  /** Medians, milliseconds of wall time of one run. */
  oursMs: number;
  theirsMs: number;
  /** theirs / ours for the same amount, pair by pair: wall time. */
  ratio: Spread;
  /** The same of the processor time of this process; null without a clock that saw any. */
  cpuRatio: Spread | null;
  /** The yardstick's time over ours, pair by pair; null without one. */
  yardstickRatio: Spread | null;
  pairs: number;
}

export interface Side {
  run: Work;
  /** What one run treats, in the unit of both sides (images). */
  amount: number;
}

export interface PairOptions extends TimingOptions {
  pairs: number;
  /** No further pair begins after so many milliseconds of pairs. */
  budgetMs: number;
  /** Runs right behind ours in every pair. */
  yardstick?: Work;
  /** What runs now, for whoever watches. */
  onRun?: (what: string) => void;
}

/** Warms up, then runs in turns: ours, the yardstick, theirs, ours, ... */
export async function timePairs(ours: Side, theirs: Side, options: PairOptions): Promise<Paired> {
  const { pairs, budgetMs, yardstick, clock, onRun = () => undefined } = options;
  onRun("ours, warming up");
  const ourTimes = await repeatsOf(ours.run, options);
  onRun("tfjs, warming up");
  const theirTimes = await repeatsOf(theirs.run, options);
  const beside = yardstick ?? null;
  const besideTimes = beside === null ? 0 : await repeatsOf(beside, options);
  const taken: Pair[] = [];
  const start = clock.wall();
  while (taken.length < pairs && (taken.length === 0 || clock.wall() - start < budgetMs)) {
    onRun(`pair ${taken.length + 1} of ${pairs}`);
    taken.push({
      ours: await timeRuns(ours.run, ourTimes, clock),
      beside: beside === null ? null : await timeRuns(beside, besideTimes, clock),
      theirs: await timeRuns(theirs.run, theirTimes, clock),
    });
  }
  const ratios = (key: keyof Taken) =>
    taken.map((p) => p.theirs[key] / theirs.amount / (p.ours[key] / ours.amount));
  return {
    oursMs: median(taken.map((pair) => pair.ours.wall)),
    theirsMs: median(taken.map((pair) => pair.theirs.wall)),
    ratio: spread(ratios("wall")),
    // Work between two ticks of the processor's clock took no time of it: that pair says nothing.
    cpuRatio: spreadOrNull(ratios("cpu").filter(Number.isFinite)),
    yardstickRatio: spreadOrNull(
      taken.flatMap(({ ours: own, beside: one }) => (one === null ? [] : [one.wall / own.wall])),
    ),
    pairs: taken.length,
  };
}

interface Pair {
  ours: Taken;
  beside: Taken | null;
  theirs: Taken;
}

const spreadOrNull = (values: readonly number[]) => (values.length === 0 ? null : spread(values));

function spread(values: readonly number[]): Spread {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
