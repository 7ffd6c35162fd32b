// FedSNN's noise on an update: how a federation bears devices that compute or send imprecisely.

import { createRandom } from "../random/generator.ts";
import { normal } from "../random/normal.ts";
import { type Layout, tensorsOf } from "./slot.ts";

export interface GradientNoise {
  layout: Layout;
  /** `[P]`, the model that the local work started from. */
  before: Float32Array;
  /** `[P]`, the model that it made. */
  after: Float32Array;
  /** In units of each tensor's mean absolute change; 0: no noise. */
  sigma: number;
  seed: number;
}

/**
 * `after` with noise, `[P]`: to each value of tensor k, `mean(|after_k - before_k|) sigma N(0, 1)`.
 * Running variances below 0 become 0. Norms through time are a tensor of their own at each step, as
 * in FedSNN's state. The same seed gives the same noise; without noise `after` itself comes back.
 *
 * @see Venkatesha et al., Federated Learning with Spiking Neural Networks, arXiv 2106.06579, and its
 *   code (`FedAvg`, `grad_noise_stdev`), which leaves variances negative.
 */
export function withGradientNoise(options: GradientNoise): Float32Array {
  const { layout, before, after, sigma, seed } = options;
  if (sigma === 0) return after;
  const random = createRandom(seed, 11);
  const noisy = after.slice();
  for (const slot of layout) {
    const isVariance = slot.name.endsWith(".var");
    for (const { start, end } of tensorsOf(slot)) {
      const scale = sigma * meanChange(before, after, start, end);
      for (let p = start; p < end; p++) {
        const value = (after[p] as number) + scale * normal(random);
        noisy[p] = isVariance ? Math.max(value, 0) : value;
      }
    }
  }
  return noisy;
}

function meanChange(before: Float32Array, after: Float32Array, start: number, end: number): number {
  let sum = 0;
  for (let p = start; p < end; p++) sum += Math.abs((after[p] as number) - (before[p] as number));
  return sum / Math.max(end - start, 1);
}
