// Sizes that the convolution kernels share. Stride 1, same padding.

import type { Form } from "../plan/form.ts";

/** Rows and columns before the first; an even filter has one more behind the last. */
export const padding = (kernel: number): number => Math.floor((kernel - 1) / 2);

/** A filter `[k, k, from, to]` on maps of `height` x `width`. */
export interface ConvSizes {
  height: number;
  width: number;
  kernel: number;
  from: number;
  /** Channels in that hold anything, where those behind them are padding; missing: all. */
  realFrom?: number;
  to: number;
}

/** Channels of a group of four that hold anything: fewer only where there is one group. */
export const realOfFour = ({ from, realFrom = from }: ConvSizes): number =>
  from === 4 ? realFrom : 4;

/** Which images of a batch a dispatch treats: `count` from `first` on, of `batch`. */
export interface Images {
  first: number;
  count: number;
  batch: number;
}

/** What a filter reads. */
export interface FilteredMaps extends ConvSizes {
  form: Form;
  /** Steps of what comes out; of floats those of the maps. */
  steps: number;
  images: Images;
}

/** Largest divisor of `total` that is at most `limit`. */
export function divisorUpTo(total: number, limit: number): number {
  for (let n = Math.min(total, limit); n > 1; n--) if (total % n === 0) return n;
  return 1;
}

/** Rows of pixels of one pass: those of every image, and of every step of maps of floats. */
export const rowsOf = ({ form, steps, images, height }: FilteredMaps): number =>
  images.count * height * (form.kind === "dense" ? steps : 1);
