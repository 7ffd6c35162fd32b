// Maps between the order of files and tests, `[T, B, C, H, W]`, and that of the engine's buffers:
// packed fields `[words, B, H, W, channels]` or floats `[T, count, H, W, channels]`. Pure.

import type { Packed } from "./plan/form.ts";
import type { Chunk } from "./plan/memory.ts";

export interface MapSizes {
  timesteps: number;
  batch: number;
  height: number;
  width: number;
  /** Channels that there are, and those of a buffer. */
  real: number;
  channels: number;
}

export const valuesOf = ({ timesteps, batch, real, height, width }: MapSizes): number =>
  timesteps * batch * real * height * width;

/** Calls back with the step and both places of every value; a place there is that of one step. */
function eachValue(
  { timesteps, batch, height, width, real, channels }: MapSizes,
  visit: (t: number, place: number, file: number) => void,
): void {
  const area = height * width;
  let file = 0;
  for (let t = 0; t < timesteps; t++) {
    for (let b = 0; b < batch; b++) {
      for (let c = 0; c < real; c++) {
        for (let i = 0; i < area; i++) visit(t, (b * area + i) * channels + c, file++);
      }
    }
  }
}

const planeOf = ({ batch, height, width, channels }: MapSizes) => batch * height * width * channels;

/** @param levels Values before their scale, `[T, B, C, H, W]`; below 0 only where fields are signed. */
export function packed(levels: Int8Array, sizes: MapSizes, { perWord, bits, words }: Packed) {
  const plane = planeOf(sizes);
  const out = new Uint32Array(words * plane);
  const mask = 2 ** bits - 1;
  eachValue(sizes, (t, place, file) => {
    const field = levels[file]! & mask;
    out[Math.floor(t / perWord) * plane + place]! |= field << ((t % perWord) * bits);
  });
  return out;
}

export function unpacked(values: Uint32Array, sizes: MapSizes, { perWord, bits }: Packed) {
  const plane = planeOf(sizes);
  const out = new Uint8Array(valuesOf(sizes));
  const mask = 2 ** bits - 1;
  eachValue(sizes, (t, place, file) => {
    out[file] =
      (values[Math.floor(t / perWord) * plane + place]! >>> ((t % perWord) * bits)) & mask;
  });
  return out;
}

/** Part of the batch, as the floats of one buffer. */
export function dense(values: Float32Array, sizes: MapSizes, { first, count }: Chunk) {
  const perImage = planeOf(sizes) / sizes.batch;
  const out = new Float32Array(sizes.timesteps * count * perImage);
  eachValue(sizes, (t, place, file) => {
    const at = place - first * perImage;
    if (at >= 0 && at < count * perImage) out[t * count * perImage + at] = values[file]!;
  });
  return out;
}

/** The other way, into `target`. */
export function fromDense(
  target: Float32Array,
  values: Float32Array,
  sizes: MapSizes,
  { first, count }: Chunk,
): void {
  const perImage = planeOf(sizes) / sizes.batch;
  eachValue(sizes, (t, place, file) => {
    const at = place - first * perImage;
    if (at >= 0 && at < count * perImage) target[file] = values[t * count * perImage + at]!;
  });
}
