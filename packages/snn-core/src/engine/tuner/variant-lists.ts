// The variants of each kind of kernel that are worth a try, the likely ones first: time may run out. The
// lists for few steps are short: a device has two seconds for all of them.

import type { FilterAccess } from "../kernels/shared-weights.ts";
import type { WeightGradientVariant } from "../kernels/weight-gradient.ts";

export const packed: readonly [steps: number, quads: number, weights: FilterAccess][] = [
  [20, 2, "thread"],
  [20, 1, "subgroup"],
  [20, 2, "subgroup"],
  [10, 2, "workgroup"],
  [10, 2, "thread"],
  [5, 4, "workgroup"],
  [5, 2, "thread"],
];

/** With few steps: of a run of pixels. None by workgroup: SwiftShader's compiler takes all memory for 8 pixels. */
export const packedFew: typeof packed = [
  [20, 1, "subgroup"],
  [20, 2, "thread"],
  [20, 2, "subgroup"],
];

export const tiles: readonly [run: number, quads: number, weights: FilterAccess][] = [
  [4, 4, "workgroup"],
  [4, 2, "subgroup"],
  [4, 4, "subgroup"],
  [8, 2, "thread"],
  [8, 2, "subgroup"],
  [8, 2, "workgroup"],
  [4, 2, "workgroup"],
  [8, 1, "workgroup"],
];

/** A small layer has fewer pixels to share among threads. */
export const tilesFew: typeof tiles = [
  [4, 2, "subgroup"],
  [4, 1, "thread"],
  [4, 2, "workgroup"],
];

/** Of hidden layers whose neurons do not spike. */
export const tilesWithoutSpikes: typeof tiles = [
  [4, 4, "workgroup"],
  [4, 2, "subgroup"],
  [8, 2, "thread"],
  [4, 2, "workgroup"],
];

export const gradients: readonly [
  quads: number,
  threads: number,
  gradient: WeightGradientVariant["gradient"],
][] = [
  [4, 2048, "subgroup"],
  [2, 131_072, "thread"],
  [2, 8192, "thread"],
  [4, 131_072, "subgroup"],
  [1, 131_072, "thread"],
  [2, 131_072, "subgroup"],
  [2, 32_768, "thread"],
  [1, 32_768, "thread"],
];

export const gradientsFew: typeof gradients = [
  [4, 2048, "subgroup"],
  [2, 32_768, "thread"],
  [1, 131_072, "thread"],
];

/** Of a picture: a field is unpacked for few channels in, so many channels out should share it. */
export const packedFirst: typeof packed = [
  [1, 1, "lane"],
  [20, 2, "subgroup"],
  [40, 1, "subgroup"],
  [20, 2, "thread"],
  [10, 8, "subgroup"],
  [10, 4, "workgroup"],
];

export const gradientsFirst: typeof gradients = [
  [1, 2048, "lane"],
  [2, 131_072, "thread"],
  [4, 2048, "subgroup"],
  [1, 256, "lane"],
  [1, 131_072, "thread"],
];

/** Of a picture as floats, of which there is one step: hardly more to do than to read and to write. */
export const tilesOfPictures: typeof tiles = [
  [4, 1, "lane"],
  [4, 2, "subgroup"],
  [8, 2, "thread"],
  [4, 2, "workgroup"],
];

export const gradientsOfPictures: typeof gradients = [
  [1, 64, "lane"],
  [1, 2048, "lane"],
  [2, 32_768, "thread"],
  [4, 2048, "subgroup"],
];
