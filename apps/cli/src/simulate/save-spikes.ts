// The spikes behind a run's firing rates, as a file that a script of anybody's can count again.

import { join } from "node:path";

import { encodeTensors, type KeptFigures, type NamedTensor } from "@spikefed/protocol";
import { writeDurably } from "@spikefed/run-store";
import { encodeBatch, energyEstimate, tracedBatches } from "@spikefed/snn-core";

import type { RunPlan } from "./run-plan.ts";

/**
 * Writes `spikes.safetensors`, the spikes of the held-out pictures that the rates are of: for batch b
 * and block n `b.n` `[T, B, neurons]`, and under Poisson coding `b.input`, 1 for a spike of either
 * sign; and `energy.json`, what the report estimates from the rates. The executor's state is that of
 * the finished model.
 */
export async function saveSpikes(plan: RunPlan, figures: KeptFigures): Promise<void> {
  const { spec, test, settings, folder } = plan;
  const tensors: NamedTensor<"U8">[] = [];
  const batches = tracedBatches(test, settings.seed);
  for (const [i, batch] of batches.entries()) {
    const add = (name: string, values: Float32Array) => {
      const count = batch.indices.length;
      const shape = [spec.timesteps, count, values.length / spec.timesteps / count];
      tensors.push({ name: `${i}.${name}`, dtype: "U8", shape, data: Uint8Array.from(values) });
    };
    const { spikes } = await plan.executor.trace(batch);
    for (const [block, values] of spikes) add(String(block), values);
    if (spec.coding !== "poisson") continue;
    const { input } = encodeBatch(spec, batch.images, batch.indices, batch.seed);
    add("input", input.map(Math.abs));
  }
  await writeDurably(join(folder.root, "spikes.safetensors"), encodeTensors(tensors));
  const mean = (rates: readonly number[]) =>
    rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const spikeRates = figures.spikeRates.map(({ perStep }) => mean(perStep));
  const energy = energyEstimate(spec, { spikeRates, inputRate: figures.inputRate });
  await writeDurably(join(folder.root, "energy.json"), `${JSON.stringify(energy)}\n`);
}
