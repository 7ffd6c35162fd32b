// The windows of an average pooling, as the kernels that make spikes walk them: one thread has a whole
// window, neuron by neuron, so that the pooled counts need no dispatch of their own.

import type { Images } from "./conv-sizes.ts";

export interface WindowSizes {
  images: Images;
  height: number;
  width: number;
  /** Side of a window; 1: every neuron is one. */
  pool: number;
}

/** Windows of the images treated, those among them that stick out of the map: their neurons fire too. */
export const windowsOf = ({ images, height, width, pool }: WindowSizes): number =>
  images.count * Math.ceil(height / pool) * Math.ceil(width / pool);

/** Pixels behind the pooling, of one image: the whole windows. */
export const cellsOf = ({ height, width, pool }: WindowSizes): number =>
  Math.floor(height / pool) * Math.floor(width / pool);

/** Runs `body` for each `pixel` of `window`; both count through the images treated. */
export function eachPixel({ height, width, pool }: WindowSizes, body: string): string {
  if (pool === 1) return `{ let pixel = window; ${body} }`;
  const [rows, columns] = [Math.ceil(height / pool), Math.ceil(width / pool)];
  const isWhole = height % pool === 0 && width % pool === 0;
  const beyond = `if (top + part / ${pool} >= ${height} || left + part % ${pool} >= ${width}) { continue; }`;
  return /* wgsl */ `
    let top = ((window / ${columns}) % ${rows}) * ${pool};
    let left = (window % ${columns}) * ${pool};
    let windowImage = window / ${rows * columns};
    for (var part = 0; part < ${pool * pool}; part++) {
      ${isWhole ? "" : beyond}
      let pixel = (windowImage * ${height} + top + part / ${pool}) * ${width} + left + part % ${pool};
      ${body}
    }`;
}

/** Runs `body` where the window is a whole one; `cell` counts these. Follows `eachPixel`. */
export function ifWhole({ height, width, pool }: WindowSizes, body: string): string {
  if (pool === 1) return `{ let cell = window; ${body} }`;
  const [h, w] = [Math.floor(height / pool), Math.floor(width / pool)];
  return /* wgsl */ `
    if (top + ${pool} <= ${height} && left + ${pool} <= ${width}) {
      let cell = (windowImage * ${h} + top / ${pool}) * ${w} + left / ${pool};
      ${body}
    }`;
}
