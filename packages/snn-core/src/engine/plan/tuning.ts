// Which variant of each convolution kernel runs: chosen by the tuner for an adapter, or by hand.

import { fitsLanes, type LaneSizes } from "../kernels/lane-words.ts";
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

/** What a layer may need: it reads spikes, or floats. */
export interface LayerVariants extends SpikingVariants {
  tileConv: TileConvVariant;
}

/** Those of a first layer that reads pictures as signed spikes; nobody asks for their gradient. */
export interface FirstVariants {
  packedConvFirst: PackedConvVariant;
  weightGradientFirst: WeightGradientVariant;
}

/** Those of a first layer that reads pictures as floats; null: it runs what the other layers do. */
export interface FloatsVariants {
  tileConvFloats: TileConvVariant | null;
  weightGradientFloats: WeightGradientVariant | null;
}

/**
 * Those of layers with many steps or without spikes, those of layers with few steps, and those of first
 * layers.
 */
export interface Tuning extends LayerVariants, FirstVariants, FloatsVariants {
  packedConvFew: PackedConvVariant;
  inputGradientFew: TileConvVariant;
  weightGradientFew: WeightGradientVariant;
}

/** Pictures as floats run what the other layers do. */
export const withoutFloats: FloatsVariants = { tileConvFloats: null, weightGradientFloats: null };

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
  ...withoutFloats,
};

/** What the first layer runs where nothing was tried on it: the variants of the hidden layers. */
export function firstOf({
  packedConv: packedConvFirst,
  weightGradient: weightGradientFirst,
}: Pick<SpikingVariants, "packedConv" | "weightGradient">): FirstVariants {
  return { packedConvFirst, weightGradientFirst };
}

/** Variants that were kept before first layers, or those that read floats, had their own, as the same kernels today. */
export const withFirst = (
  kept: Omit<Tuning, keyof FirstVariants | keyof FloatsVariants>,
): Tuning => ({
  ...kept,
  ...firstOf(kept),
  ...withoutFloats,
  ...(kept as Partial<FirstVariants & FloatsVariants>),
});

/** So many steps are few: nearer to the four of one trial layer than to the twenty of the other. */
const FEW_STEPS = 8;

/** The variants that a layer of a model with so many steps runs. */
export function variantsOf(tuning: Tuning, layer: Layer, timesteps: number): LayerVariants {
  const { tileConv } = tuning;
  const isMany = layer.activation !== "lif" || timesteps > FEW_STEPS;
  const usual = isMany ? tuning : { ...fewOf(tuning), tileConv };
  if (layer.from !== 4) return usual;
  if (layer.input.kind === "dense") return ofFloats(tuning, layer, usual);
  return isMany && layer.input.isSigned ? ofFirst(tuning, layer, usual) : usual;
}

const fewOf = (tuning: Tuning): SpikingVariants => ({
  packedConv: tuning.packedConvFew,
  inputGradient: tuning.inputGradientFew,
  weightGradient: tuning.weightGradientFew,
});

/** Signed spikes of one group of channels, which only pictures are coded as. */
const ofFirst = (tuning: Tuning, layer: Layer, usual: LayerVariants): LayerVariants => ({
  ...usual,
  packedConv: fitting(tuning.packedConvFirst, layer) ?? usual.packedConv,
  weightGradient: fitting(tuning.weightGradientFirst, layer) ?? usual.weightGradient,
});

/** Floats of one group of channels, as pictures have them. */
const ofFloats = (tuning: Tuning, layer: Layer, usual: LayerVariants): LayerVariants => ({
  ...usual,
  tileConv: fitting(tuning.tileConvFloats, layer) ?? usual.tileConv,
  weightGradient: fitting(tuning.weightGradientFloats, layer) ?? usual.weightGradient,
});

type LaneVariant = LaneSizes & ({ weights: string } | { gradient: string });

/** A kernel by lane that the layer does not fit gives way to the other layers' choice. */
function fitting<V extends LaneVariant>(variant: V | null, layer: Layer): V | null {
  if (variant === null) return null;
  const by = "weights" in variant ? variant.weights : variant.gradient;
  return by !== "lane" || fitsLanes(layer, variant) ? variant : null;
}
