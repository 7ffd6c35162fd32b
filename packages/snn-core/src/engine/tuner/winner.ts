// Who of timed variants is near the best, far from it, and wins. Pure.

/**
 * Up to here two timings are the same: a machine that does other things as well disturbs them by
 * more.
 */
const SAME = 1.08;

/** Milliseconds of kernels of which a timing is at most twenty runs, so that another program may decide it. */
const SHORT = { least: 0.3, most: 60 };
/** So much slower than the best is near it. */
const NEAR = 2;

/** Milliseconds of the fastest; Infinity of none. */
export const fastest = (entrants: readonly { ms: number }[]): number =>
  Math.min(...entrants.map(({ ms }) => ms), Infinity);

/**
 * The first that is hardly slower than the fastest; null of none. The list has the likelier variants
 * first, which small layers do well with too, while the trial's layer is a large one. The plain one, which
 * is ahead of them since they are held against it, is the last that is preferred.
 */
export function winner<E extends { ms: number; isPlain: boolean }>(
  entrants: readonly E[],
): E | null {
  const enough = SAME * fastest(entrants);
  const isEnough = ({ ms }: E) => ms <= enough;
  return entrants.find((one) => !one.isPlain && isEnough(one)) ?? entrants.find(isEnough) ?? null;
}

/** Those of short kernels that are near the best, the best with them. */
export function near<E extends { ms: number }>(entrants: readonly E[]): E[] {
  const best = fastest(entrants);
  return entrants.filter(({ ms }) => isShort(best) && ms <= NEAR * best);
}

/** Those of short kernels that are far from the best. */
export function far<E extends { ms: number }>(entrants: readonly E[]): E[] {
  const best = fastest(entrants);
  return entrants.filter(({ ms }) => isShort(best) && ms > NEAR * best);
}

const isShort = (best: number): boolean => best >= SHORT.least && best <= SHORT.most;
