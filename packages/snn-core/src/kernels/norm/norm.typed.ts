// Batch norm on typed arrays, for backends without a GPU: as norm.ref.ts, in straight loops.

import type { NormParams } from "./norm.ts";

type Sizes = Pick<NormParams, "norms" | "rows" | "channels" | "eps">;

/** Arguments and result as `normReference`. */
export function normTyped(y: Float32Array, gamma: Float32Array, sizes: Sizes): Float32Array {
  const { norms, rows, channels, eps } = sizes;
  const sets = norms * channels;
  const norm = new Float32Array(4 * sets);
  const sum = new Float64Array(channels);
  const squares = new Float64Array(channels);
  for (let g = 0; g < norms; g++) {
    const from = g * rows * channels;
    sum.fill(0);
    squares.fill(0);
    for (let at = from; at < from + rows * channels; at += channels) {
      for (let c = 0; c < channels; c++) {
        // Measured from the first row: a sum of plain squares would lose the variance.
        const d = y[at + c]! - y[from + c]!;
        sum[c]! += d;
        squares[c]! += d * d;
      }
    }
    for (let c = 0; c < channels; c++) {
      const shifted = sum[c]! / rows;
      const mean = y[from + c]! + shifted;
      const variance = Math.max(0, squares[c]! / rows - shifted * shifted);
      const scale = gamma[g * channels + c]! / Math.sqrt(variance + eps);
      [mean, variance, scale, -mean * scale].forEach((value, part) => {
        norm[part * sets + g * channels + c] = value;
      });
    }
  }
  return norm;
}

/** Arguments and result as `normBackwardReference`. */
export function normBackwardTyped(
  y: Float32Array,
  dz: Float32Array,
  norm: Float32Array,
  { norms, rows, channels, eps }: Sizes,
): { dy: Float32Array; dgamma: Float32Array } {
  const sets = norms * channels;
  const dgamma = new Float32Array(sets);
  const dy = new Float32Array(y.length);
  const [sum, slope, deviation] = [0, 1, 2].map(() => new Float64Array(channels)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let g = 0; g < norms; g++) {
    const first = g * rows * channels;
    const last = first + rows * channels;
    const means = norm.subarray(g * channels, (g + 1) * channels);
    sum.fill(0);
    slope.fill(0);
    for (let c = 0; c < channels; c++) {
      deviation[c] = 1 / Math.sqrt(norm[sets + g * channels + c]! + eps);
    }
    for (let at = first; at < last; at += channels) {
      for (let c = 0; c < channels; c++) {
        sum[c]! += dz[at + c]!;
        slope[c]! += dz[at + c]! * (y[at + c]! - means[c]!) * deviation[c]!;
      }
    }
    dgamma.set(slope, g * channels);
    const scales = norm.subarray(2 * sets + g * channels, 2 * sets + (g + 1) * channels);
    for (let at = first; at < last; at += channels) {
      for (let c = 0; c < channels; c++) {
        const xhat = (y[at + c]! - means[c]!) * deviation[c]!;
        dy[at + c] = scales[c]! * (dz[at + c]! - (sum[c]! + xhat * slope[c]!) / rows);
      }
    }
  }
  return { dy, dgamma };
}
