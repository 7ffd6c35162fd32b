// Do two executors learn alike? Their curves cannot be equal: one spike that rounding flips changes
// everything behind it. So each one's curves must lie in the other's band over seeds. Pure.

/** Loss before the update at each step. */
export interface Curve {
  seed: number;
  losses: readonly number[];
}

/** Steps that one mark is the mean of. */
export const WINDOW = 20;
/** Marks at the end whose mean is compared as a whole. */
export const LAST = 5;
/** Standard errors that those means may differ by. */
export const ERRORS = 2.5;

export interface Judgement {
  /** Of one mark across seeds: pooled over marks and both executors. */
  spread: number;
  marks: Mark[];
  /** Largest difference of the first loss of one seed. Told, not judged: a flipped spike moves it. */
  first: number;
  end: { ours: number; theirs: number; allowed: number };
  /** What does not hold, in words; empty: alike. */
  failures: string[];
}

export interface Mark {
  /** Last step of the window. */
  step: number;
  ours: number;
  theirs: number;
  holds: boolean;
}

/**
 * Alike: at every mark the mean of each side's seeds lies between the other's lowest and highest
 * seed, `spread` added on both ends, and the means of the last marks differ by at most 2.5 standard
 * errors.
 *
 * @param ours One curve a seed, in the order of `theirs`.
 */
export function judgeCurves(ours: readonly Curve[], theirs: readonly Curve[]): Judgement {
  const [a, b] = [ours.map(marksOf), theirs.map(marksOf)];
  const count = a[0]!.length;
  const at = (marks: number[][], i: number) => marks.map((seed) => seed[i]!);
  const places = Array.from({ length: count }, (_, i) => i);
  const variances = places.flatMap((i) => [variance(at(a, i)), variance(at(b, i))]);
  const spread = Math.sqrt(mean(variances));
  const marks = places.map((i) => {
    const [x, y] = [at(a, i), at(b, i)];
    const holds = isWithin(mean(x), y, spread) && isWithin(mean(y), x, spread);
    return { step: WINDOW * (i + 1), ours: mean(x), theirs: mean(y), holds };
  });
  const first = Math.max(...ours.map((curve, i) => firstDifference(curve, theirs[i]!)));
  const judged = { spread, marks, first, end: endOf(a, b) };
  return { ...judged, failures: failuresOf(judged) };
}

function failuresOf({ marks, end }: Pick<Judgement, "marks" | "end">): string[] {
  const out = marks.filter(({ holds }) => !holds).map(({ step }) => `out of the band at ${step}`);
  if (!(Math.abs(end.ours - end.theirs) <= end.allowed)) out.push("the last losses differ");
  return out;
}

const marksOf = ({ losses }: Curve): number[] =>
  Array.from({ length: Math.floor(losses.length / WINDOW) }, (_, i) =>
    mean(losses.slice(i * WINDOW, (i + 1) * WINDOW)),
  );

/** False for what is no number, too. */
const isWithin = (value: number, values: readonly number[], margin: number): boolean =>
  value >= Math.min(...values) - margin && value <= Math.max(...values) + margin;

const firstDifference = (one: Curve, other: Curve): number =>
  Math.abs(one.losses[0]! - other.losses[0]!);

function endOf(a: number[][], b: number[][]): Judgement["end"] {
  const [x, y] = [a, b].map((marks) => marks.map((seed) => mean(seed.slice(-LAST)))) as [
    number[],
    number[],
  ];
  const error = Math.sqrt(variance(x) / x.length + variance(y) / y.length);
  return { ours: mean(x), theirs: mean(y), allowed: ERRORS * error };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Unbiased. */
function variance(values: readonly number[]): number {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
}
