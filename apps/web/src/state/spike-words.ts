// One picture on its way through the network, as numbers and words: the text twin of the raster.

import { t } from "../i18n/en/picture.ts";
import { className } from "./class-words.ts";
import { percent } from "./format.ts";

/** One layer of a trace: bit t of neuron i is set when sampled neuron i fired at step t. */
export interface TraceLayer {
  name: string;
  neurons: number;
  sampled: number;
  spikes: Uint32Array;
  total: number;
}

/** Did this sampled neuron fire at this step? Steps beyond 32 are in the neuron's next words. */
export function fired(layer: TraceLayer, neuron: number, step: number, timesteps: number): boolean {
  const words = Math.ceil(timesteps / 32);
  const word = layer.spikes[neuron * words + (step >> 5)] ?? 0;
  return ((word >>> (step & 31)) & 1) === 1;
}

/** Spikes of each sampled neuron over all steps. */
export function spikesPerNeuron(layer: TraceLayer, timesteps: number): number[] {
  return Array.from({ length: layer.sampled }, (_, neuron) => {
    let sum = 0;
    for (let step = 0; step < timesteps; step++) {
      if (fired(layer, neuron, step, timesteps)) sum++;
    }
    return sum;
  });
}

/** "212 spikes (1.3 %)": the share is of what was possible. */
export function layerCaption(layer: TraceLayer, timesteps: number): string {
  return t("spikesShare", {
    spikes: t("spikes", { count: layer.total }),
    share: percent(spikeShare(layer, timesteps)),
  });
}

/** "64 of 4,096 neurons drawn": a raster shows a sample of its layer. */
export const drawnCaption = ({ sampled, neurons }: TraceLayer): string =>
  t("drawn", { shown: sampled, neurons: t("neurons", { count: neurons }) });

function spikeShare({ neurons, total }: TraceLayer, timesteps: number): number | null {
  return neurons * timesteps === 0 ? null : total / (neurons * timesteps);
}

/** "212 spikes of 4,096 neurons in 4 steps: 1.3 % of what was possible." */
export function layerSentence(layer: TraceLayer, timesteps: number): string {
  return t("steps", {
    spikes: t("spikes", { count: layer.total }),
    neurons: t("neurons", { count: layer.neurons }),
    share: percent(spikeShare(layer, timesteps)),
    count: timesteps,
  });
}

export interface Vote {
  label: number;
  name: string;
  /** Softmax of the mean readout over time: 0..1, all classes add up to 1. */
  share: number;
  isTruth: boolean;
}

/** The classes with the most votes, highest first. */
export function topVotes(
  votes: readonly number[],
  classes: readonly string[],
  truth: number,
  most = 4,
): Vote[] {
  const highest = Math.max(...votes);
  const weights = votes.map((score) => Math.exp(score - highest));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights
    .map((weight, label) => ({
      label,
      name: className(classes, label),
      share: weight / sum,
      isTruth: label === truth,
    }))
    .sort((a, b) => b.share - a.share)
    .slice(0, most);
}

/** "The network says frog. It is a frog." */
export function verdict(
  votes: readonly number[],
  classes: readonly string[],
  truth: number,
): string {
  const winner = topVotes(votes, classes, truth, 1)[0];
  if (winner === undefined) return t("noVote");
  const { name, isTruth } = winner;
  return isTruth ? t("right", { name }) : t("wrong", { name, truth: className(classes, truth) });
}

/** How much of the sample is shown, and how much of it stayed silent. */
export function silentSentence(layer: TraceLayer, timesteps: number): string {
  const silent = spikesPerNeuron(layer, timesteps).filter((n) => n === 0).length;
  return t("shown", { shown: layer.sampled, silent });
}

/** "Most active: neuron 17, at 4 of 4 steps.", of those shown; the first where several are. */
export function mostActiveSentence(layer: TraceLayer, timesteps: number): string {
  const counts = spikesPerNeuron(layer, timesteps);
  const spikes = Math.max(0, ...counts);
  if (spikes === 0) return "";
  return t("mostActive", { number: counts.indexOf(spikes) + 1, spikes, steps: timesteps });
}
