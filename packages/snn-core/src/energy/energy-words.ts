// What must be read beside an energy figure: formula, assumptions, and what a graphics chip does.

import { digits } from "../bench/report-text.ts";
import type { EnergyEstimate } from "./estimate.ts";

/** Sentences that belong to an `EnergyEstimate`. */
export interface EnergyWords {
  formula: string[];
  assumptions: string[];
  /** What a device that multiplies zeros as well does. */
  device: string;
}

/** Every figure in the sentences is the estimate's own. */
export function energyWords(estimate: EnergyEstimate): EnergyWords {
  const { timesteps } = estimate;
  if (estimate.neurons === 0) return annWords(estimate);
  return {
    formula: [
      "Twin: the sum over layers of M x E(MAC).",
      "Spiking network: the sum over layers of T x M x E(MAC) where the input is analog, and of " +
        "T x M x p x r x E(AC) where it is spikes.",
      `M: multiply-adds of a layer in one step. T = ${timesteps}: steps. p: neurons that one input ` +
        "value is the mean of (4 behind a pooling by 2, else 1). r: measured spikes per neuron and " +
        "step of the layer before.",
    ],
    assumptions: [
      constants(estimate),
      COUNTED,
      inputSentence(estimate),
      ...poolingSentence(estimate),
      "Multiplications with the padding's zeros are counted on both sides; poolings are not counted.",
      leftOut(estimate),
    ],
    device: deviceSentence(estimate),
  };
}

const COUNTED =
  "Counted is the arithmetic of one picture's inference: no memory, no transport of spikes, no training.";

/** Of a network without spikes. */
function annWords(estimate: EnergyEstimate): EnergyWords {
  return {
    formula: ["The sum over layers of M x E(MAC). M: multiply-adds of a layer."],
    assumptions: [
      constants(estimate),
      COUNTED,
      "Multiplications with the padding's zeros are counted; norms and poolings are not.",
    ],
    device:
      "A graphics chip or processor does the same multiply-adds, " +
      `${counted(estimate.macs)} for one picture, and draws what it draws.`,
  };
}

function constants({ totals }: EnergyEstimate): string {
  const names = { float32: "32-bit float", int32: "32-bit integer" };
  const each = totals.map(
    ({ arithmetic: { name, macPj, acPj } }) =>
      `${names[name]}: E(MAC) = ${macPj} pJ, E(AC) = ${acPj} pJ`,
  );
  return (
    "Estimated for neuromorphic arithmetic at 45 nm (Horowitz, ISSCC 2014), not what a device here " +
    `draws. ${each.join("; ")}.`
  );
}

function inputSentence({ coding, timesteps }: EnergyEstimate): string {
  if (coding === "direct") {
    return (
      `The first layer gets analog pixels and multiplies at each of the ${timesteps} steps; a chip ` +
      "that keeps the first step's result would need less."
    );
  }
  return (
    "The first layer gets spikes with a sign and adds or subtracts a weight for each, at the " +
    "measured rate of the input. Drawing the spikes is not counted."
  );
}

function poolingSentence({ layers, totals }: EnergyEstimate): string[] {
  if (layers.every(({ pooled, input }) => pooled === 1 || input === "analog")) return [];
  const each = totals.map(
    ({ arithmetic, snnMeanRatePj }) => `${microjoules(snnMeanRatePj)} (${arithmetic.name})`,
  );
  return [
    "Behind an average pooling each spike is added by itself, the pooling's factor being part of " +
      "the weights. Papers often count the pooled mean as one addition instead; so counted, the " +
      `spiking network needs ${each.join(", ")}.`,
  ];
}

function leftOut({ neurons, timesteps, totals }: EnergyEstimate): string {
  const each = totals.map(
    ({ arithmetic, leakPj }) => `${microjoules(leakPj)} (${arithmetic.name})`,
  );
  return (
    "The neurons' own work is left out, as in papers: one multiply-add for the leak of each of " +
    `${counted(neurons)} neurons at ${timesteps} steps would add ${each.join(", ")}.`
  );
}

function deviceSentence({ macs, timesteps }: EnergyEstimate): string {
  return (
    "A graphics chip or processor multiplies the zeros as well: for one picture it does " +
    `T x M = ${timesteps} x ${counted(macs)} = ${counted(timesteps * macs)} multiply-adds, ` +
    `${timesteps} times those of the twin. There the spiking network costs more, not less.`
  );
}

const counted = (count: number): string => count.toLocaleString("en");

/** Picojoules as "895 µJ"; null: "not measured". */
const microjoules = (pj: number | null): string =>
  pj === null ? "not measured" : `${digits(pj / 1e6)} µJ`;
