// Timing two pieces of work side by side. Machines drift: what counts is the ratio of neighbours,
// and processor time, which other programs do not change.

export interface Spread {
  median: number;
  min: number;
  max: number;
}

export interface Paired {
  /** Medians, milliseconds of wall time. */
  oursMs: number;
  theirsMs: number;
  /** theirs / ours, pair by pair: wall time, and processor time of this process. */
  ratio: Spread;
  cpuRatio: Spread;
  pairs: number;
}

/** Milliseconds: wall time and the processor time of all threads of this process. */
export interface Clock {
  wall: () => number;
  cpu: () => number;
}

/** Runs both twice unmeasured, then in turns: ours, theirs, ours, theirs, ... */
export async function timePairs(
  ours: () => Promise<void>,
  theirs: () => Promise<void>,
  pairs: number,
  clock: Clock,
): Promise<Paired> {
  const time = async (work: () => Promise<void>) => {
    const start = { wall: clock.wall(), cpu: clock.cpu() };
    await work();
    return { wall: clock.wall() - start.wall, cpu: clock.cpu() - start.cpu };
  };
  for (const work of [ours, theirs, ours, theirs]) await work();
  const times: { ours: Taken; theirs: Taken }[] = [];
  for (let i = 0; i < pairs; i++)
    times.push({ ours: await time(ours), theirs: await time(theirs) });
  return {
    oursMs: median(times.map((pair) => pair.ours.wall)),
    theirsMs: median(times.map((pair) => pair.theirs.wall)),
    ratio: spread(times.map((pair) => pair.theirs.wall / pair.ours.wall)),
    cpuRatio: spread(times.map((pair) => pair.theirs.cpu / pair.ours.cpu)),
    pairs,
  };
}

interface Taken {
  wall: number;
  cpu: number;
}

function spread(values: readonly number[]): Spread {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
