// What only the finished model can tell: which classes it confuses, and how often each neuron fires.

import { readFile } from "node:fs/promises";

import { readState } from "@spikefed/fl-core";
import { encodeBatch, evaluateModel, type Executor, type LabelledImages } from "@spikefed/snn-core";

import type { RunPlan } from "./run-plan.ts";

/** Held-out pictures whose spikes are counted, and how many of them at once. */
export const TRACED = 40;
const AT_ONCE = 4;

export interface ModelFigures {
  /** `[C][C]`, row: truth, column: answer. */
  confusion: number[][];
  /** Spikes per neuron at each step, by spiking block. */
  spikeRates: { block: number; perStep: number[] }[];
  /** Spikes of either sign per input value and step; null unless the coding is Poisson. */
  inputRate: number | null;
}

/** Of `model.safetensors`. */
export async function modelFigures(plan: RunPlan): Promise<ModelFigures> {
  const { executor, shape, folder, test, settings, classes } = plan;
  executor.setState(readState(await readFile(folder.model), shape.layout, shape.length));
  const { confusion } = await evaluateModel(executor, test, { batchSize: 50, seed: settings.seed });
  const pictures = Math.min(TRACED, test.count);
  return {
    confusion: Array.from({ length: classes }, (_, row) => [
      ...confusion.subarray(row * classes, (row + 1) * classes),
    ]),
    spikeRates: await spikeRates(executor, test, pictures, settings.seed),
    inputRate: inputRate(plan, pictures),
  };
}

/** Batches of the first `pictures`, as they are traced: an independent count can repeat them. */
export function tracedBatches(images: LabelledImages, pictures: number, seed: number) {
  return Array.from({ length: Math.ceil(pictures / AT_ONCE) }, (_, i) => {
    const count = Math.min(AT_ONCE, pictures - i * AT_ONCE);
    const indices = Uint32Array.from({ length: count }, (__, j) => i * AT_ONCE + j);
    return { images, indices, seed };
  });
}

async function spikeRates(
  executor: Executor,
  images: LabelledImages,
  pictures: number,
  seed: number,
): Promise<ModelFigures["spikeRates"]> {
  const { timesteps } = executor.spec;
  const sums = new Map<number, { fired: number[]; neurons: number }>();
  for (const batch of tracedBatches(images, pictures, seed)) {
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

function inputRate({ spec, test, settings }: RunPlan, pictures: number): number | null {
  if (spec.coding !== "poisson") return null;
  let fired = 0;
  let values = 0;
  for (const { images, indices, seed } of tracedBatches(test, pictures, settings.seed)) {
    const { input } = encodeBatch(spec, images, indices, seed);
    for (const value of input) fired += Math.abs(value);
    values += input.length;
  }
  return fired / values;
}
