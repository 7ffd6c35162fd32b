// Energy of one picture's inference, estimated from a model and its measured spikes: additions and
// multiply-adds counted, times what each costs at 45 nm. Not what any device here draws.

import { SnnError } from "../errors.ts";
import type { ModelSpec } from "../model/spec.ts";
import { type Arithmetic, type ArithmeticName, arithmetics } from "./arithmetic.ts";
import { type Layer, weightedLayers } from "./layers.ts";

/** How often a model's neurons fired, as measured. */
export interface SpikeActivity {
  /** Spikes per neuron and step of each spiking block, in the model's order; null: not measured. */
  spikeRates: readonly (number | null)[];
  /**
   * Spikes of either sign per input value and step; null: not measured. For coding `poisson` and
   * `given` (whose input is taken to be spikes); direct coding has none.
   */
  inputRate: number | null;
}

/** One layer with weights; operations of one picture over all T steps. */
export interface LayerEnergy {
  /** Its place in the model's blocks. */
  block: number;
  /** `conv 1`, ..., `fc 1`, ..., `readout`. */
  name: string;
  /** Multiply-adds of one dense step, and so of the twin: padding counts, pooling does not. */
  macs: number;
  /** `analog`: it multiplies at each step. `spikes`: it adds a weight for each spike. */
  input: "analog" | "spikes";
  /** Neurons that one input value is the mean of: 4 behind a pooling by 2, else 1. */
  pooled: number;
  /** Measured spikes per neuron and step of what feeds it; null: analog, or not measured. */
  rate: number | null;
  /** `T macs` for analog input, else 0. */
  multiplyAdds: number;
  /** Synaptic operations: `T macs pooled rate`; null: not measured. */
  additions: number | null;
  /** Picojoules, by arithmetic; null: not measured. */
  snnPj: Record<ArithmeticName, number | null>;
  /** Picojoules of the same layer of the twin. */
  twinPj: Record<ArithmeticName, number>;
}

/** The whole network with one set of constants, picojoules for one picture. */
export interface EnergyTotal {
  arithmetic: Arithmetic;
  snnPj: number | null;
  /**
   * As papers count it: `T macs rate`, so that a pooled value costs one addition for its mean
   * activity. Less than what adding each spike costs.
   */
  snnMeanRatePj: number | null;
  twinPj: number;
  /** Twin's energy by the spiking network's: above 1 the spikes are cheaper. */
  ratio: number | null;
  /** What the formula leaves out: one multiply-add for the leak of each neuron and step. */
  leakPj: number;
}

/** Answer of `energyEstimate`: plain data. */
export interface EnergyEstimate {
  model: string;
  timesteps: number;
  coding: ModelSpec["coding"];
  layers: LayerEnergy[];
  /** Multiply-adds of one dense step; those of the ANN twin for a picture. */
  macs: number;
  /** Multiply-adds and additions of the spiking network for a picture. */
  multiplyAdds: number;
  additions: number | null;
  /** Spiking neurons. */
  neurons: number;
  /** Float first, then integer. */
  totals: EnergyTotal[];
}

/**
 * Energy of one picture's inference on neuromorphic arithmetic at 45 nm, beside the ANN twin's
 * (same topology, ReLU, one step). `energyWords` has formula and assumptions, to be shown with it.
 *
 * @param spec A spiking model; one of ReLU layers counts as analog throughout.
 * @throws {SnnError} `energy/rates` when there is not one rate in 0..1 (or null) for each spiking
 *   block, `model/blocks` for blocks that do not fit.
 * @see Horowitz, Computing's Energy Problem, ISSCC 2014.
 */
export function energyEstimate(spec: ModelSpec, activity: SpikeActivity): EnergyEstimate {
  const layers = weightedLayers(spec);
  const rates = ratesByBlock(layers, activity);
  const T = spec.timesteps;
  const parts = layers.map((layer) => layerEnergy(layer, T, rates.get(layer.source) ?? null));
  const neurons = sum(layers.map((layer) => (layer.isSpiking ? layer.neurons : 0)));
  return {
    ...{ model: spec.name, timesteps: T, coding: spec.coding, layers: parts },
    macs: sum(parts.map(({ macs }) => macs)),
    multiplyAdds: sum(parts.map(({ multiplyAdds }) => multiplyAdds)),
    additions: sumKnown(parts.map(({ additions }) => additions)),
    neurons,
    totals: arithmetics.map((arithmetic) => totalOf(arithmetic, parts, neurons * T)),
  };
}

/** By the block that fires; `null` is the picture. */
function ratesByBlock(
  layers: readonly Layer[],
  { spikeRates, inputRate }: SpikeActivity,
): Map<number | null, number | null> {
  const spiking = layers.filter(({ isSpiking }) => isSpiking);
  if (spikeRates.length !== spiking.length) {
    const fact = `${spikeRates.length} rates for ${spiking.length} spiking blocks`;
    throw new SnnError("energy/rates", fact);
  }
  for (const rate of [...spikeRates, inputRate]) {
    if (rate === null || (rate >= 0 && rate <= 1)) continue;
    throw new SnnError("energy/rates", `a rate is ${rate}`);
  }
  const pairs = spiking.map(({ block }, i) => [block, spikeRates[i] ?? null] as const);
  return new Map<number | null, number | null>([[null, inputRate], ...pairs]);
}

function layerEnergy(layer: Layer, timesteps: number, measured: number | null): LayerEnergy {
  const { block, name, macs, input, pooled } = layer;
  const isAnalog = input === "analog";
  const rate = isAnalog ? null : measured;
  const multiplyAdds = isAnalog ? timesteps * macs : 0;
  const synaptic = rate === null ? null : timesteps * macs * pooled * rate;
  const additions = isAnalog ? 0 : synaptic;
  const cost = (each: (arithmetic: Arithmetic) => number | null) =>
    Object.fromEntries(arithmetics.map((one) => [one.name, each(one)]));
  return {
    ...{ block, name, macs, input, pooled, rate, multiplyAdds, additions },
    snnPj: cost(({ macPj, acPj }) =>
      additions === null ? null : multiplyAdds * macPj + additions * acPj,
    ) as LayerEnergy["snnPj"],
    twinPj: cost(({ macPj }) => macs * macPj) as LayerEnergy["twinPj"],
  };
}

function totalOf(
  arithmetic: Arithmetic,
  layers: readonly LayerEnergy[],
  neuronSteps: number,
): EnergyTotal {
  const { name, macPj, acPj } = arithmetic;
  const snnPj = sumKnown(layers.map((layer) => layer.snnPj[name]));
  const twinPj = sum(layers.map((layer) => layer.twinPj[name]));
  const meanRate = layers.map(({ multiplyAdds, additions, pooled }) =>
    additions === null ? null : multiplyAdds * macPj + (additions / pooled) * acPj,
  );
  return {
    ...{ arithmetic, snnPj, twinPj, snnMeanRatePj: sumKnown(meanRate) },
    ratio: snnPj === null || snnPj === 0 ? null : twinPj / snnPj,
    leakPj: neuronSteps * macPj,
  };
}

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

/** null when one is missing. */
const sumKnown = (values: readonly (number | null)[]): number | null =>
  values.includes(null) ? null : sum(values as number[]);
