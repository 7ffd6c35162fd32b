// Seeded inputs of the benchmark: noise, and spikes both as the engine packs them and as the floats
// that tfjs's ops take.

import type { Packed } from "../engine/plan/form.ts";
import { uniformAt } from "../random/counter.ts";

/** Share of neurons that fire at a step: what trained nets show (10 to 20 %). */
export const FIRING = 0.15;

/** Uniform in [-1, 1). */
export function noise(length: number, seed: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length }, (_, i) => 2 * uniformAt(seed, i) - 1);
}

/**
 * Counts of spikes of `cells` neurons (or windows of them), each of the window's neurons firing with
 * probability `FIRING`.
 *
 * @param window Neurons behind one count: 1, or those that a pooling averages.
 * @returns `words` `[words, cells]` and the same values as floats, `dense` `[T, cells]`.
 */
export function spikeCounts(
  form: Packed,
  { timesteps, cells, window, seed }: SpikeSizes,
): { words: Uint32Array<ArrayBuffer>; dense: Float32Array<ArrayBuffer> } {
  const { bits, perWord, scale, isSigned } = form;
  const least = isSigned ? -window / 2 : 0;
  const words = new Uint32Array(form.words * cells);
  const dense = new Float32Array(timesteps * cells);
  for (let t = 0; t < timesteps; t++) {
    const plane = Math.floor(t / perWord) * cells;
    const shift = (t % perWord) * bits;
    for (let i = 0; i < cells; i++) {
      let count = 0;
      for (let n = 0; n < window; n++) {
        if (uniformAt(seed, (t * cells + i) * window + n) < FIRING) count += 1;
      }
      const value = count + least;
      words[plane + i]! |= (value & (2 ** bits - 1)) << shift;
      dense[t * cells + i] = value * scale;
    }
  }
  return { words, dense };
}

export interface SpikeSizes {
  timesteps: number;
  cells: number;
  window: number;
  seed: number;
}

/** `[words, N]` of one-bit fields -> `[T, N]`. */
export function unpacked(
  words: Uint32Array,
  { perWord, words: count }: Packed,
  timesteps: number,
): Float32Array {
  const size = words.length / count;
  return Float32Array.from({ length: timesteps * size }, (_, i) => {
    const t = Math.floor(i / size);
    return (words[Math.floor(t / perWord) * size + (i % size)]! >> (t % perWord)) & 1;
  });
}

/** `[words, N]` of fields of any width -> their values, `[T, N]`. */
export function fieldsOf(
  words: Uint32Array,
  { bits, perWord, words: count, isSigned, scale }: Packed,
  timesteps: number,
): Float32Array {
  const size = words.length / count;
  const above = 32 - bits;
  return Float32Array.from({ length: timesteps * size }, (_, i) => {
    const t = Math.floor(i / size);
    const word = words[Math.floor(t / perWord) * size + (i % size)]!;
    const top = word << (above - (t % perWord) * bits);
    return (isSigned ? top >> above : top >>> above) * scale;
  });
}

/** Of rows of `width` values the first `kept`. */
export const channelsCut = (values: Float32Array, width: number, kept: number): Float32Array =>
  values.filter((_, i) => i % width < kept);

/** Largest difference over the largest magnitude. */
export function relativeError(got: ArrayLike<number>, want: ArrayLike<number>): number {
  if (got.length !== want.length) return Infinity;
  let difference = 0;
  let magnitude = 1e-30;
  for (let i = 0; i < want.length; i++) {
    const d = Math.abs(got[i]! - want[i]!);
    if (!(d <= difference)) difference = Number.isNaN(d) ? Infinity : d;
    magnitude = Math.max(magnitude, Math.abs(want[i]!));
  }
  return difference / magnitude;
}

/**
 * Mean difference over the mean magnitude: for what follows spikes, where rounding may flip one
 * of a million and nothing else is wrong.
 */
export function meanError(got: ArrayLike<number>, want: ArrayLike<number>): number {
  if (got.length !== want.length) return Infinity;
  let difference = 0;
  let magnitude = 1e-30;
  for (let i = 0; i < want.length; i++) {
    difference += Math.abs(got[i]! - want[i]!);
    magnitude += Math.abs(want[i]!);
  }
  return Number.isNaN(difference) ? Infinity : difference / magnitude;
}
