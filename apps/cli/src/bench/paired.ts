// Timing two pieces of work side by side. Machines drift: what counts is the ratio of neighbours.

export interface Paired {
  /** Medians, milliseconds. */
  oursMs: number;
  theirsMs: number;
  /** Median, smallest and largest of theirs / ours, pair by pair. */
  ratio: { median: number; min: number; max: number };
  pairs: number;
}

/** Runs both once unmeasured, then in turns: ours, theirs, ours, theirs, ... */
export async function timePairs(
  ours: () => Promise<void>,
  theirs: () => Promise<void>,
  pairs: number,
  now: () => number,
): Promise<Paired> {
  const time = async (work: () => Promise<void>) => {
    const start = now();
    await work();
    return now() - start;
  };
  await ours();
  await theirs();
  const times: [number, number][] = [];
  for (let i = 0; i < pairs; i++) times.push([await time(ours), await time(theirs)]);
  const ratios = times.map(([a, b]) => b / a);
  return {
    oursMs: median(times.map(([a]) => a)),
    theirsMs: median(times.map(([, b]) => b)),
    ratio: { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) },
    pairs,
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
