// Leaky integrate-and-fire on typed arrays, for backends without a GPU. Same results as
// lif.ref.ts, bit for bit; neurons go in blocks whose time axis stays in the cache.

import { type LifBackwardParams, type LifParams, wordsFor } from "./lif.ts";

/** Neurons per block, rounded to whole rows of channels. */
const BLOCK = 1024;

const rowsPerBlock = (channels: number) => Math.max(1, Math.floor(BLOCK / channels));

/** Arguments and result as `lifReference`. */
export function lifTyped(x: Float32Array, norm: Float32Array | null, p: LifParams): Int32Array {
  const n = p.rows * p.channels;
  const words = new Int32Array(wordsFor(p.timesteps) * n);
  const step = rowsPerBlock(p.channels) * p.channels;
  const u = new Float32Array(step);
  const v = new Float32Array(step);
  for (let start = 0; start < n; start += step) {
    const size = Math.min(step, n - start);
    v.fill(0);
    for (let t = 0; t < p.timesteps; t++) {
      charge(u, v, x, norm, p, t, start, size);
      const at = (t >> 5) * n + start;
      const bit = 1 << (t % 32);
      for (let k = 0; k < size; k++) {
        const fires = u[k]! > p.threshold;
        if (fires) words[at + k]! |= bit;
        v[k] = fires ? u[k]! - p.threshold : u[k]!;
      }
    }
  }
  return words;
}

/** Arguments and result as `lifBackwardReference`. */
export function lifBackwardTyped(
  x: Float32Array,
  norm: Float32Array | null,
  ds: Float32Array,
  p: LifBackwardParams,
): Float32Array {
  const n = p.rows * p.channels;
  const du = new Float32Array(p.timesteps * n);
  const rows = rowsPerBlock(p.channels);
  const step = rows * p.channels;
  const slopes = new Float32Array(p.timesteps * step);
  const places = new Int32Array(rows);
  const buffers = {
    u: new Float32Array(step),
    v: new Float32Array(step),
    next: new Float64Array(step),
  };
  for (let start = 0; start < n; start += step) {
    const size = Math.min(step, n - start);
    slopesOf(slopes, step, buffers, x, norm, p, start, size);
    for (let row = 0; row < size / p.channels; row++) {
      places[row] = upstreamRow(start / p.channels + row, p);
    }
    walkBack(du, slopes, step, buffers.next, ds, places, p, start, size);
  }
  return du;
}

/** `u = leak v + i[t]` for a block, rounded as the reference rounds. */
function charge(
  u: Float32Array,
  v: Float32Array,
  x: Float32Array,
  norm: Float32Array | null,
  { rows, channels, norms, leak }: LifParams,
  t: number,
  start: number,
  size: number,
): void {
  const from = t * rows * channels + start;
  if (!norm) {
    for (let k = 0; k < size; k++) u[k] = leak * v[k]! + x[from + k]!;
    return;
  }
  const scale = (2 * norms + (norms > 1 ? t : 0)) * channels;
  const shift = scale + norms * channels;
  for (let k = 0; k < size; k += channels) {
    for (let c = 0; c < channels; c++) {
      const current = Math.fround(x[from + k + c]! * norm[scale + c]! + norm[shift + c]!);
      u[k + c] = leak * v[k + c]! + current;
    }
  }
}

function slopesOf(
  slopes: Float32Array,
  step: number,
  { u, v }: { u: Float32Array; v: Float32Array },
  x: Float32Array,
  norm: Float32Array | null,
  p: LifBackwardParams,
  start: number,
  size: number,
): void {
  const { threshold } = p;
  const height = p.surrogateScale / threshold;
  v.fill(0);
  for (let t = 0; t < p.timesteps; t++) {
    charge(u, v, x, norm, p, t, start, size);
    for (let k = 0; k < size; k++) {
      const potential = u[k]!;
      const below = 1 - Math.abs(potential / threshold - 1);
      slopes[t * step + k] = below > 0 ? height * below : 0;
      v[k] = potential > threshold ? potential - threshold : potential;
    }
  }
}

function walkBack(
  du: Float32Array,
  slopes: Float32Array,
  step: number,
  next: Float64Array,
  ds: Float32Array,
  places: Int32Array,
  { timesteps, rows, channels, leak, pool }: LifBackwardParams,
  start: number,
  size: number,
): void {
  const share = 1 / (pool * pool);
  const perStep = ds.length / timesteps;
  next.fill(0);
  for (let t = timesteps - 1; t >= 0; t--) {
    const to = t * rows * channels + start;
    for (let k = 0, row = 0; k < size; k += channels, row++) {
      const place = places[row]!;
      const from = t * perStep + place * channels;
      for (let c = 0; c < channels; c++) {
        const upstream = place < 0 ? 0 : ds[from + c]! * share;
        const value = leak * next[k + c]! + slopes[t * step + k + c]! * upstream;
        next[k + c] = value;
        du[to + k + c] = value;
      }
    }
  }
}

/** Row of the pooled map that `row` belongs to; negative: dropped by the pooling. */
function upstreamRow(row: number, { height, width, pool }: LifBackwardParams): number {
  const w = Math.floor((row % width) / pool);
  const h = Math.floor((Math.floor(row / width) % height) / pool);
  const pooledHeight = Math.floor(height / pool);
  const pooledWidth = Math.floor(width / pool);
  if (h >= pooledHeight || w >= pooledWidth) return -1;
  return (Math.floor(row / (width * height)) * pooledHeight + h) * pooledWidth + w;
}
