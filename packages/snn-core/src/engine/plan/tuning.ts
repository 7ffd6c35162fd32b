// Which variant of each convolution kernel runs: chosen by the tuner for an adapter, or by hand.

import { fitsLanes } from "../kernels/lane-words.ts";
import type { PackedConvVariant } from "../kernels/packed-form.ts";
import type { TileConvVariant } from "../kernels/tile-conv.ts";
import type { WeightGradientVariant } from "../kernels/weight-gradient.ts";
import type { Layer } from "./network.ts";

/** One variant for each kind of convolution that a spiking layer needs. */
export interface SpikingVariants {
  packedConv: PackedConvVariant;
  inputGradient: TileConvVariant;
  weightGradient: WeightGradientVariant;
}

/** Those of a first layer that reads pictures as signed spikes; nobody asks for their gradient. */
export interface FirstVariants {
  packedConvFirst: PackedConvVariant;
  weightGradientFirst: WeightGradientVariant;
}

/**
 * Those of layers with many steps or without spikes, those of layers with few steps, and those of a
 * first layer with many steps.
 */
export interface Tuning extends SpikingVariants, FirstVariants {
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
  ...firstOf(plain),
};

/** What the first layer runs where nothing was tried on it: the variants of the hidden layers. */
export function firstOf({
  packedConv: packedConvFirst,
  weightGradient: weightGradientFirst,
}: Pick<SpikingVariants, "packedConv" | "weightGradient">): FirstVariants {
  return { packedConvFirst, weightGradientFirst };
}

/** Variants that were kept before first layers had their own, as the same kernels today. */
export const withFirst = (kept: Omit<Tuning, keyof FirstVariants>): Tuning => ({
  ...kept,
  ...firstOf(kept),
  ...(kept as Partial<FirstVariants>),
});

/** So many steps are few: nearer to the four of one trial layer than to the twenty of the other. */
const FEW_STEPS = 8;

/** The variants that a layer of a model with so many steps runs. */
export function variantsOf(tuning: Tuning, layer: Layer, timesteps: number): SpikingVariants {
  if (layer.activation !== "lif" || timesteps > FEW_STEPS) {
    return readsPictures(layer) ? ofFirst(tuning, layer) : tuning;
  }
  const { packedConvFew, inputGradientFew, weightGradientFew } = tuning;
  return {
    packedConv: packedConvFew,
    inputGradient: inputGradientFew,
    weightGradient: weightGradientFew,
  };
}

/** Whether a layer takes signed spikes of one group of channels, which only pictures are coded as. */
const readsPictures = ({ input, from }: Layer): boolean =>
  from === 4 && input.kind === "packed" && input.isSigned;

/** A kernel by lane that the layer does not fit gives way to the hidden layers' choice. */
function ofFirst(tuning: Tuning, layer: Layer): SpikingVariants {
  const { inputGradient, packedConvFirst: conv, weightGradientFirst: gradient } = tuning;
  const sizes = { ...layer, form: layer.input };
  const hasConv = conv.weights !== "lane" || fitsLanes(sizes, conv);
  const hasGradient = gradient.gradient !== "lane" || fitsLanes(sizes, gradient);
  return {
    packedConv: hasConv ? conv : tuning.packedConv,
    inputGradient,
    weightGradient: hasGradient ? gradient : tuning.weightGradient,
  };
}
