// Which variant of each convolution kernel runs: chosen by the tuner for an adapter, or by hand.

import type { PackedConvVariant } from "../kernels/packed-conv.ts";
import type { TileConvVariant } from "../kernels/tile-conv.ts";
import type { WeightGradientVariant } from "../kernels/weight-gradient.ts";

/** One variant for each kind of convolution. */
export interface Tuning {
  packedConv: PackedConvVariant;
  tileConv: TileConvVariant;
  inputGradient: TileConvVariant;
  weightGradient: WeightGradientVariant;
}

/** Works on every device; what the tuner's choice is held against. */
export const plainTuning: Tuning = {
  packedConv: { steps: 20, quads: 1, weights: "thread", lanes: 0 },
  tileConv: { run: 8, quads: 1, weights: "thread", lanes: 0 },
  inputGradient: { run: 8, quads: 1, weights: "thread", lanes: 0 },
  weightGradient: { quads: 1, threads: 8192, gradient: "thread", lanes: 0 },
};
