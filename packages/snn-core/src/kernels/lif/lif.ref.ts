// Leaky integrate-and-fire in plain loops. This file is the specification; `lif.ts` is the fast
// copy and must agree with it.

import { lifStep } from "./lif-step.ts";
import type { LifBackwardParams, LifParams } from "./lif.ts";
import { wordsFor } from "./lif.ts";

/**
 * Batch norm's scale and shift, then the neuron:
 *
 *     i[t] = scale x[t] + shift            (per timestep and channel; none: i = x)
 *     u[t] = leak v[t-1] + i[t]            v[-1] = 0
 *     s[t] = 1 if u[t] > threshold else 0  (strictly greater)
 *     v[t] = u[t] - threshold s[t]
 *
 * @param x `[T, rows, C]`
 * @param norm `[4, norms, C]`: mean, variance, scale, shift; null when `norms` is 0.
 * @returns Packed spikes, `[words, rows, C]`: bit `t % 32` of word `t / 32`.
 * @see FedSNN, arXiv 2106.06579, and its code models/vgg_spiking_bntt.py (HEAD).
 */
export function lifReference(
  x: Float32Array,
  norm: Float32Array | null,
  params: LifParams,
): Int32Array {
  const { timesteps, rows, channels } = params;
  const n = rows * channels;
  const words = new Int32Array(wordsFor(timesteps) * n);
  for (let i = 0; i < n; i++) {
    let v = 0;
    for (let t = 0; t < timesteps; t++) {
      const step = lifStep(v, currentAt(x, norm, params, t, i), params);
      if (step.fires) words[(t >> 5) * n + i]! |= 1 << (t % 32);
      v = step.v;
    }
  }
  return words;
}

/**
 * The way back, walking time from the end, with the reset detached:
 *
 *     du[t] = ds[t] g(u[t]) + leak du[t+1],   g(u) = scale / threshold max(0, 1 - |u / threshold - 1|)
 *
 * @param ds Gradient of the pooled spikes, `[T, batch, height / pool, width / pool, C]`.
 * @returns Gradient of the current `i`, `[T, rows, C]`.
 */
export function lifBackwardReference(
  x: Float32Array,
  norm: Float32Array | null,
  ds: Float32Array,
  params: LifBackwardParams,
): Float32Array {
  const { timesteps, rows, channels, leak, threshold, surrogateScale } = params;
  const n = rows * channels;
  const du = new Float32Array(timesteps * n);
  const slope = new Float32Array(timesteps);
  for (let i = 0; i < n; i++) {
    let v = 0;
    for (let t = 0; t < timesteps; t++) {
      const step = lifStep(v, currentAt(x, norm, params, t, i), params);
      slope[t] = (surrogateScale / threshold) * Math.max(0, 1 - Math.abs(step.u / threshold - 1));
      v = step.v;
    }
    const place = upstreamPlace(i, params);
    let next = 0;
    for (let t = timesteps - 1; t >= 0; t--) {
      next = leak * next + slope[t]! * upstreamAt(ds, params, t, place);
      du[t * n + i] = next;
    }
  }
  return du;
}

function currentAt(
  x: Float32Array,
  norm: Float32Array | null,
  { rows, channels, norms }: LifParams,
  t: number,
  i: number,
): number {
  const value = x[t * rows * channels + i]!;
  if (!norm) return value;
  const at = (norms > 1 ? t : 0) * channels + (i % channels);
  return Math.fround(value * norm[2 * norms * channels + at]! + norm[3 * norms * channels + at]!);
}

function upstreamPlace(i: number, { channels, height, width, pool }: LifBackwardParams): number {
  const row = Math.floor(i / channels);
  const w = Math.floor((row % width) / pool);
  const h = Math.floor((Math.floor(row / width) % height) / pool);
  const b = Math.floor(row / (width * height));
  const pooledHeight = Math.floor(height / pool);
  const pooledWidth = Math.floor(width / pool);
  if (h >= pooledHeight || w >= pooledWidth) return -1;
  return ((b * pooledHeight + h) * pooledWidth + w) * channels + (i % channels);
}

function upstreamAt(
  ds: Float32Array,
  { timesteps, pool }: LifBackwardParams,
  t: number,
  place: number,
): number {
  if (place < 0) return 0;
  return ds[(t * ds.length) / timesteps + place]! / (pool * pool);
}
