// Batch norm (through time) in plain loops: the specification of `norm.ts`.

import type { NormParams } from "./norm.ts";

type Sizes = Pick<NormParams, "norms" | "rows" | "channels" | "eps">;

/**
 * Per statistic `(g, c)`, over `R` rows, without beta:
 *
 *     mean = sum y / R;  variance = sum (y - mean)^2 / R      (biased)
 *     scale = gamma / sqrt(variance + eps);  shift = -mean scale
 *
 * @param y `[norms, rows, C]`
 * @param gamma `[norms, C]`
 * @returns `[4, norms, C]`: mean, variance, scale, shift.
 * @see Kim and Panda, Revisiting Batch Normalization for Training Low-Latency Deep Spiking Neural
 *   Networks From Scratch, Front. Neurosci. 2021 (BNTT).
 */
export function normReference(y: Float32Array, gamma: Float32Array, sizes: Sizes): Float32Array {
  const { norms, rows, channels, eps } = sizes;
  const sets = norms * channels;
  const mean = new Float64Array(sets);
  const variance = new Float64Array(sets);
  const each = (visit: (set: number, value: number) => void) => {
    for (let g = 0, at = 0; g < norms; g++) {
      for (let row = 0; row < rows; row++) {
        for (let c = 0; c < channels; c++) visit(g * channels + c, y[at++]!);
      }
    }
  };
  each((set, value) => (mean[set]! += value / rows));
  each((set, value) => (variance[set]! += (value - mean[set]!) ** 2 / rows));
  const norm = new Float32Array(4 * sets);
  for (let set = 0; set < sets; set++) {
    const scale = gamma[set]! / Math.sqrt(variance[set]! + eps);
    norm[set] = mean[set]!;
    norm[sets + set] = variance[set]!;
    norm[2 * sets + set] = scale;
    norm[3 * sets + set] = -mean[set]! * scale;
  }
  return norm;
}

/**
 * Backward: `xhat = (y - mean) / sqrt(variance + eps)`,
 *
 *     dgamma = sum dz xhat
 *     dy = scale (dz - sum dz / R - xhat dgamma / R)
 */
export function normBackwardReference(
  y: Float32Array,
  dz: Float32Array,
  norm: Float32Array,
  { norms, rows, channels, eps }: Sizes,
): { dy: Float32Array; dgamma: Float32Array } {
  const sets = norms * channels;
  const sum = new Float64Array(sets);
  const dgamma = new Float32Array(sets);
  const slope = new Float64Array(sets);
  const deviation = Float64Array.from(
    { length: sets },
    (_, set) => 1 / Math.sqrt(norm[sets + set]! + eps),
  );
  const dy = new Float32Array(y.length);
  for (let pass = 0; pass < 2; pass++) {
    for (let g = 0, at = 0; g < norms; g++) {
      for (let row = 0; row < rows; row++) {
        for (let c = 0; c < channels; c++, at++) {
          const set = g * channels + c;
          const xhat = (y[at]! - norm[set]!) * deviation[set]!;
          if (pass === 0) {
            sum[set]! += dz[at]!;
            slope[set]! += dz[at]! * xhat;
          } else {
            dy[at] =
              norm[2 * sets + set]! * (dz[at]! - sum[set]! / rows - (xhat * slope[set]!) / rows);
          }
        }
      }
    }
  }
  dgamma.set(slope);
  return { dy, dgamma };
}
