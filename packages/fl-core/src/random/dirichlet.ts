// Gamma and Dirichlet draws. Logarithms inside: a shape of 0.01 gives values below 1e-300.

import { uniform, type Random } from "./generator.ts";
import { normal } from "./normal.ts";

/**
 * Logarithm of a draw from Gamma(shape, 1).
 *
 * For shape < 1: Gamma(shape) = Gamma(shape + 1) * U^(1 / shape), as a sum of logarithms.
 *
 * @param shape > 0
 * @see Marsaglia and Tsang, A Simple Method for Generating Gamma Variables, 2000.
 */
export function drawLogGamma(random: Random, shape: number): number {
  if (shape < 1) {
    return drawLogGamma(random, shape + 1) + Math.log(1 - uniform(random)) / shape;
  }
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    const u = 1 - uniform(random);
    if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return Math.log(d * v);
  }
}

/**
 * Logarithms of one draw from the symmetric Dirichlet(alpha), up to a common summand: what is left
 * out or masked can be, before `shares` makes them sum to 1.
 *
 * @param alpha > 0
 * @returns `[size]`
 */
export function drawLogDirichlet(random: Random, alpha: number, size: number): number[] {
  return Array.from({ length: size }, () => drawLogGamma(random, alpha));
}

/** exp(logs) scaled to sum to 1; an entry of -Infinity has no share. At least one is finite. */
export function shares(logs: readonly number[]): number[] {
  const top = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - top));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
