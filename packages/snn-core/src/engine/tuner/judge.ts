// Whether a variant's result is right: against plain loops where these were run, and everywhere
// against another result that passed. Pure.

import type { Sample } from "./trial-samples.ts";

/** Of the largest magnitude. Sums in another order differ by 1e-6. */
const TOLERANCE = 1e-4;

/** Why `got` is wrong; null when it is right. */
export function problemOf(
  got: Float32Array,
  samples: readonly Sample[],
  passed: Float32Array | null,
): string | null {
  const scale = samples.reduce((most, { value }) => Math.max(most, Math.abs(value)), 0);
  const worst = samples.reduce((most, { at, value }) => worse(most, got[at]! - value), 0);
  if (!(worst <= TOLERANCE * scale)) return `the result is off by ${share(worst, scale)}`;
  if (passed === null) return null;
  if (passed.length !== got.length) return "the result has another length";
  let apart = 0;
  for (let i = 0; i < got.length; i++) apart = worse(apart, got[i]! - passed[i]!);
  return apart <= TOLERANCE * scale ? null : `the result is off by ${share(apart, scale)}`;
}

/** NaN is worse than anything. */
function worse(most: number, difference: number): number {
  const size = Math.abs(difference);
  return size <= most ? most : Number.isNaN(size) ? Infinity : size;
}

const share = (difference: number, scale: number): string =>
  Number.isFinite(difference) ? (difference / scale).toExponential(0) : "more than any number";
