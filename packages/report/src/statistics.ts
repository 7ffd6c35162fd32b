// Mean, spread and the interval of a mean over few runs. Wilson's interval of one accuracy is
// fl-core's.

export interface Interval {
  low: number;
  high: number;
}

/** null without a value. */
export function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of the sample, with n - 1 below; null for fewer than two values. */
export function standardDeviation(values: readonly number[]): number | null {
  const middle = mean(values);
  if (middle === null || values.length < 2) return null;
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/**
 * Interval of the mean of few values that are taken to be normal: `mean +- t s / sqrt(n)`.
 *
 * @param confidence In 0..1.
 * @returns null for fewer than two values. It may leave the range that the values can have.
 * @see Student, The Probable Error of a Mean, Biometrika 6, 1908.
 */
export function studentInterval(values: readonly number[], confidence = 0.95): Interval | null {
  const middle = mean(values);
  const deviation = standardDeviation(values);
  if (middle === null || deviation === null) return null;
  const t = studentQuantile(values.length - 1, confidence);
  const half = (t * deviation) / Math.sqrt(values.length);
  return { low: middle - half, high: middle + half };
}

/**
 * The t that lies within +-t with probability `confidence`, by halving.
 *
 * @param freedom Degrees of freedom, a whole number from 1.
 */
export function studentQuantile(freedom: number, confidence: number): number {
  let [low, high] = [0, 1];
  while (studentWithin(high, freedom) < confidence) high *= 2;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (studentWithin(middle, freedom) < confidence) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Probability that Student's t lies within +-t: finite sums in `theta = atan(t / sqrt(freedom))`.
 *
 * @see Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
 */
function studentWithin(t: number, freedom: number): number {
  const theta = Math.atan(t / Math.sqrt(freedom));
  const isOdd = freedom % 2 === 1;
  const cos = Math.cos(theta);
  let term = isOdd ? cos : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = isOdd ? 2 : 1; k <= freedom - 3; k += 2) {
    term *= (k / (k + 1)) * cos * cos;
    sum += term;
  }
  const series = Math.sin(theta) * sum;
  return isOdd ? (2 / Math.PI) * (theta + series) : series;
}
