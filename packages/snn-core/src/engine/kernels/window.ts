// The windows of an average pooling, as the kernels that make spikes see them: a thread has one neuron
// and adds its spikes to the counts of its window, so that pooling needs no dispatch of its own.

import type { Packed } from "../plan/form.ts";
import type { Images } from "./conv-sizes.ts";
import { type Binding, unroll, write } from "./shader.ts";

export interface WindowSizes {
  images: Images;
  height: number;
  width: number;
  /** Side of a window; 1: every neuron is one. */
  pool: number;
  /** Spikes, or with windows of several neurons their counts. */
  output: Packed;
}

/** `[words, B, H / pool, W / pool, C]`; of windows of several neurons zero before. */
export const windowsBinding = ({ pool }: WindowSizes): Binding =>
  write("out", pool === 1 ? "u32" : "atomic<u32>");

/**
 * Brings the words `<word>0`, `<word>1`, ... of a neuron, in the form of the output, to its window:
 * channel `channel` of `channels` at `pixel`, which counts through the images treated. A field holds the
 * count of a whole window, so sums of words are sums of fields, in any order. A neuron outside the whole
 * windows has none.
 */
export function toWindow(
  p: WindowSizes,
  { word, channel, channels }: { word: string; channel: string; channels: number },
): string {
  const { images, height, width, pool, output } = p;
  const [h, w] = [Math.floor(height / pool), Math.floor(width / pool)];
  const at = (v: number) =>
    `(${(v * images.batch + images.first) * h * w} + cell) * ${channels} + ${channel}`;
  if (pool === 1)
    return `{ let cell = pixel; ${unroll(output.words, (v) => `out[${at(v)}] = ${word}${v};`)} }`;
  const add = (v: number) => `if (${word}${v} > 0u) { atomicAdd(&out[${at(v)}], ${word}${v}); }`;
  return /* wgsl */ `{
    let row = ((pixel / ${width}) % ${height}) / ${pool};
    let column = (pixel % ${width}) / ${pool};
    if (row < ${h} && column < ${w}) {
      let cell = (pixel / ${height * width} * ${h} + row) * ${w} + column;
      ${unroll(output.words, add)}
    }
  }`;
}
