// Which variant of each convolution kernel runs: chosen by the tuner for an adapter, or by hand.

import type { PackedConvVariant } from "../kernels/packed-conv.ts";
import type { TileConvVariant } from "../kernels/tile-conv.ts";
import type { WeightGradientVariant } from "../kernels/weight-gradient.ts";
import type { Layer } from "./network.ts";

/** One variant for each kind of convolution that a spiking layer needs. */
export interface SpikingVariants {
  packedConv: PackedConvVariant;
  inputGradient: TileConvVariant;
  weightGradient: WeightGradientVariant;
}

/** Those of layers with many steps or without spikes, and those of layers with few steps. */
export interface Tuning extends SpikingVariants {
  tileConv: TileConvVariant;
  packedConvFew: PackedConvVariant;
  inputGradientFew: TileConvVariant;
  weightGradientFew: WeightGradientVariant;
}

const plain: SpikingVariants = {
  packedConv: { steps: 20, quads: 1, weights: "thread", lanes: 0 },
  inputGradient: { run: 8, quads: 1, weights: "thread", lanes: 0 },
  weightGradient: { quads: 1, threads: 8192, gradient: "thread", lanes: 0 },
};

/** Works on every device; what the tuner's choice is held against. */
export const plainTuning: Tuning = {
  ...plain,
  tileConv: { run: 8, quads: 1, weights: "thread", lanes: 0 },
  packedConvFew: plain.packedConv,
  inputGradientFew: plain.inputGradient,
  weightGradientFew: plain.weightGradient,
};

/** So many steps are few: nearer to the four of one trial layer than to the twenty of the other. */
const FEW_STEPS = 8;

/** The variants that a layer of a model with so many steps runs. */
export function variantsOf(
  tuning: Tuning,
  { activation }: Pick<Layer, "activation">,
  timesteps: number,
): SpikingVariants {
  if (activation !== "lif" || timesteps > FEW_STEPS) return tuning;
  const { packedConvFew, inputGradientFew, weightGradientFew } = tuning;
  return {
    packedConv: packedConvFew,
    inputGradient: inputGradientFew,
    weightGradient: weightGradientFew,
  };
}
