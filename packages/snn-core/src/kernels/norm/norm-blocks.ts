// Puts the sums over blocks of norm.wasm.ts together, in double precision. Equations: norm.ref.ts.

import type { NormParams } from "./norm.ts";

type Sizes = Pick<NormParams, "norms" | "rows" | "channels" | "eps">;

/**
 * @param sums `[norms, blocks, 3, C]`: first value, `sum y - first`, `sum (y - first)^2`.
 * @param perBlock Rows of a block; the last one may have less.
 * @param gamma `[norms, C]`
 * @returns `[4, norms, C]`: mean, variance, scale, shift.
 */
export function normOfBlocks(
  sums: Float32Array,
  perBlock: number,
  gamma: Float32Array,
  { norms, rows, channels, eps }: Sizes,
): Float32Array {
  const norm = new Float32Array(4 * norms * channels);
  const blocks = Math.ceil(rows / perBlock);
  for (let set = 0; set < norms * channels; set++) {
    const from = Math.floor(set / channels) * blocks * 3 * channels + (set % channels);
    const origin = sums[from]!;
    let [total, squares] = [0, 0];
    for (let block = 0; block < blocks; block++) {
      const count = Math.min(perBlock, rows - block * perBlock);
      const at = from + block * 3 * channels;
      // Measured from the first block's first value: plain squares would lose the variance.
      const shift = sums[at]! - origin;
      const sum = sums[at + channels]!;
      total += sum + count * shift;
      squares += sums[at + 2 * channels]! + 2 * shift * sum + count * shift * shift;
    }
    const mean = origin + total / rows;
    const variance = Math.max(0, squares / rows - (total / rows) ** 2);
    const scale = gamma[set]! / Math.sqrt(variance + eps);
    [mean, variance, scale, -mean * scale].forEach((value, part) => {
      norm[part * norms * channels + set] = value;
    });
  }
  return norm;
}

/**
 * @param sums `[norms, blocks, 2, C]`: `sum dz`, `sum dz (y - mean)`.
 * @param norm `[4, norms, C]`
 * @returns `dgamma` `[norms, C]`, and `[3, norms, C]` with `dy = f0 dz + f1 (y - mean) + f2`.
 */
export function normBackwardOfBlocks(
  sums: Float32Array,
  norm: Float32Array,
  { norms, rows, channels, eps }: Sizes,
): { dgamma: Float32Array; factors: Float32Array } {
  const sets = norms * channels;
  const blocks = sums.length / (2 * sets);
  const dgamma = new Float32Array(sets);
  const factors = new Float32Array(3 * sets);
  for (let set = 0; set < sets; set++) {
    const from = Math.floor(set / channels) * blocks * 2 * channels + (set % channels);
    let [sum, slope] = [0, 0];
    for (let block = 0; block < blocks; block++) {
      sum += sums[from + block * 2 * channels]!;
      slope += sums[from + (block * 2 + 1) * channels]!;
    }
    const variance = norm[sets + set]! + eps;
    const scale = norm[2 * sets + set]!;
    dgamma[set] = slope / Math.sqrt(variance);
    factors[set] = scale;
    factors[sets + set] = (-scale * slope) / variance / rows;
    factors[2 * sets + set] = (-scale * sum) / rows;
  }
  return { dgamma, factors };
}
