// Figures of a run for reading: intervals, and numbers as words.

/**
 * Wilson score interval of a proportion, here of an accuracy.
 *
 * @param z 1.96 for 95 %.
 * @returns Bounds in 0..1; null when nothing was measured.
 * @see Wilson, Probable Inference, the Law of Succession, and Statistical Inference, 1927.
 */
export function wilson(
  correct: number,
  samples: number,
  z = 1.96,
): { low: number; high: number } | null {
  if (samples <= 0) return null;
  const p = correct / samples;
  const z2 = (z * z) / samples;
  const centre = (p + z2 / 2) / (1 + z2);
  const half = (z * Math.sqrt((p * (1 - p)) / samples + z2 / samples / 4)) / (1 + z2);
  return { low: Math.max(centre - half, 0), high: Math.min(centre + half, 1) };
}

/** So many of so many. */
export interface Proportion {
  correct: number;
  samples: number;
}

/**
 * Interval of the difference of two independent proportions, the first less the second.
 *
 * @param z 1.96 for 95 %.
 * @returns Bounds in -1..1; null when one was not measured.
 * @see Newcombe, Interval Estimation for the Difference Between Independent Proportions, 1998,
 *   method 10.
 */
export function newcombe(
  a: Proportion,
  b: Proportion,
  z = 1.96,
): { low: number; high: number } | null {
  const [one, other] = [wilson(a.correct, a.samples, z), wilson(b.correct, b.samples, z)];
  if (one === null || other === null) return null;
  const [p, q] = [a.correct / a.samples, b.correct / b.samples];
  return {
    low: p - q - Math.hypot(p - one.low, other.high - q),
    high: p - q + Math.hypot(one.high - p, q - other.low),
  };
}

/** 1234567 as "1,234,567". */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** 0.3124 as "31.2 %". */
export function formatPercent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)} %`;
}

/** (1, "round") as "1 round", (1000, "round") as "1,000 rounds". */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
