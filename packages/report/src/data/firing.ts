// How often the layers fired, and the energy that is estimated from it.

import {
  type EnergyEstimate,
  energyEstimate,
  energyWords,
  type EnergyWords,
  featureShapes,
  type ModelSpec,
  TRACED_PICTURES,
} from "@spikefed/snn-core";

import type { ReportExtras } from "./extras.ts";
import type { RoundFigures } from "./round-figures.ts";

export interface LayerFiring {
  block: number;
  /** `conv 1`, ..., `fc 1`, ... */
  name: string;
  /** Of one picture. */
  neurons: number;
  /** Spikes per neuron and step on held-out pictures; null: not measured. */
  heldOut: number | null;
  /** The same at each step, `[T]`. */
  perStep: number[] | null;
  /** While training, mean of the first and of the last round that tells. */
  first: number | null;
  last: number | null;
}

export interface FiringFigures {
  timesteps: number;
  /** Empty: the network does not spike. */
  layers: LayerFiring[];
  /** Rounds of `first` and `last`; null: no round tells. */
  trainedRounds: { first: number; last: number } | null;
  energy: EnergyEstimate;
  words: EnergyWords;
  /** Which rates the energy is estimated from; null: none were measured. */
  energyFrom: "held-out" | "training" | null;
  /** Held-out pictures that were traced. */
  pictures: number;
  /** Round of the model that was measured on held-out pictures; null: the last. */
  figuresRound: number | null;
}

export function firingFigures(
  spec: ModelSpec,
  rounds: readonly RoundFigures[],
  extras: Pick<ReportExtras, "spikeRates" | "inputRate" | "figuresRound"> & {
    /** Held-out pictures of the run. */
    testSamples: number;
  },
): FiringFigures {
  const telling = rounds.filter(({ spikeRates }) => spikeRates !== null);
  const [first, last] = [telling[0], telling.at(-1)];
  const layers = spikingLayers(spec).map((layer, i) => {
    const perStep = extras.spikeRates?.find(({ block }) => block === layer.block)?.perStep ?? null;
    return {
      ...layer,
      ...{ perStep, heldOut: perStep === null ? null : meanOf(perStep) },
      ...{ first: first?.spikeRates?.[i] ?? null, last: last?.spikeRates?.[i] ?? null },
    };
  });
  const energyFrom = sourceOf(layers);
  const rates = layers.map((layer) => (energyFrom === "held-out" ? layer.heldOut : layer.last));
  const energy = energyEstimate(spec, { spikeRates: rates, inputRate: extras.inputRate });
  return {
    ...{ timesteps: spec.timesteps, layers, energy, words: energyWords(energy), energyFrom },
    pictures: Math.min(TRACED_PICTURES, extras.testSamples),
    figuresRound: extras.figuresRound,
    trainedRounds: first && last ? { first: first.round, last: last.round } : null,
  };
}

/** Held-out pictures come first: training fires with the batch's statistics. */
function sourceOf(layers: readonly LayerFiring[]): FiringFigures["energyFrom"] {
  if (layers.length === 0) return null;
  if (layers.every(({ heldOut }) => heldOut !== null)) return "held-out";
  return layers.every(({ last }) => last !== null) ? "training" : null;
}

/** Blocks that spike, in the model's order: that of the log's rates. */
export function spikingLayers(spec: ModelSpec): Pick<LayerFiring, "block" | "name" | "neurons">[] {
  const shapes = featureShapes(spec);
  const seen = { conv: 0, linear: 0 };
  return spec.blocks.flatMap((block, index) => {
    if (block.type !== "conv" && block.type !== "linear") return [];
    const name = `${block.type === "conv" ? "conv" : "fc"} ${++seen[block.type]}`;
    const { c, h, w } = shapes[index + 1]!;
    return block.activation === "lif" ? [{ block: index, name, neurons: c * h * w }] : [];
  });
}

const meanOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
