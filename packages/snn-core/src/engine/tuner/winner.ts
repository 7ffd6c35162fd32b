/**
 * Up to here two timings are the same: a machine that does other things as well disturbs them by
 * more.
 */
const SAME = 1.08;

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
