// How often each neuron fires on pictures that nobody trains on: a count of traced spikes.

import { encodeBatch } from "../data/encode.ts";
import type { LabelledImages } from "../data/shard.ts";
import type { Executor } from "./executor.ts";

/** Pictures whose spikes are counted, at most. */
export const TRACED_PICTURES = 40;
/** Of them at once. */
const AT_ONCE = 4;

/** Spikes on held-out pictures, counted. */
export interface FiringRates {
  /** Spikes per neuron at each step, `[T]`, by spiking block. */
  spikeRates: { block: number; perStep: number[] }[];
  /** Spikes of either sign per input value and step; null unless the coding is Poisson. */
  inputRate: number | null;
}

/**
 * Counts the spikes of the executor's present state, with its running statistics.
 *
 * @param images The first 40 are traced.
 * @param seed Of the Poisson draws; direct coding has none.
 */
export async function firingRates(
  executor: Executor,
  images: LabelledImages,
  seed: number,
): Promise<FiringRates> {
  return {
    spikeRates: await spikeRates(executor, images, seed),
    inputRate: inputRate(executor, images, seed),
  };
}

/** The batches that `firingRates` traces: an independent count can repeat them. */
export function tracedBatches(images: LabelledImages, seed: number) {
  const pictures = Math.min(TRACED_PICTURES, images.count);
  return Array.from({ length: Math.ceil(pictures / AT_ONCE) }, (_, i) => {
    const count = Math.min(AT_ONCE, pictures - i * AT_ONCE);
    const indices = Uint32Array.from({ length: count }, (__, j) => i * AT_ONCE + j);
    return { images, indices, seed };
  });
}

async function spikeRates(
  executor: Executor,
  images: LabelledImages,
  seed: number,
): Promise<FiringRates["spikeRates"]> {
  const { timesteps } = executor.spec;
  const sums = new Map<number, { fired: number[]; neurons: number }>();
  for (const batch of tracedBatches(images, seed)) {
    const { spikes } = await executor.trace(batch);
    for (const [block, values] of spikes) {
      const perStep = values.length / timesteps;
      const sum = sums.get(block) ?? { fired: new Array<number>(timesteps).fill(0), neurons: 0 };
      for (let i = 0; i < values.length; i++) sum.fired[Math.floor(i / perStep)]! += values[i]!;
      sum.neurons += perStep;
      sums.set(block, sum);
    }
  }
  return [...sums]
    .sort(([a], [b]) => a - b)
    .map(([block, { fired, neurons }]) => ({ block, perStep: fired.map((n) => n / neurons) }));
}

function inputRate({ spec }: Executor, all: LabelledImages, ofDraws: number): number | null {
  if (spec.coding !== "poisson") return null;
  let fired = 0;
  let values = 0;
  for (const { images, indices, seed } of tracedBatches(all, ofDraws)) {
    const { input } = encodeBatch(spec, images, indices, seed);
    for (const value of input) fired += Math.abs(value);
    values += input.length;
  }
  return fired / values;
}
