// Epochs over shuffled batches, as a generator: what a student and its teacher do alike.

import type { LabelledImages } from "../data/shard.ts";
import { SnnError } from "../errors.ts";
import type { OptimizerOptions } from "../model/spec.ts";
import { shuffled, subSeed } from "../random/counter.ts";
import type { Executor, PickedBatch, StepResult } from "./executor.ts";
import type { StepRule } from "./local-rule.ts";
import type { StepLoss } from "./loss-options.ts";

/** How often, in which portions and at what pace. */
export interface EpochOptions {
  epochs: number;
  batchSize: number;
  optimizer: OptimizerOptions;
  /** Of the order of pictures and of Poisson draws. */
  seed: number;
}

/** After each batch. */
export interface TrainMetrics {
  /** Batches done, from 1, and to do. */
  batch: number;
  batches: number;
  /** Of this batch, before its update: mean loss in nats, share of right answers. */
  loss: number;
  accuracy: number;
  /** Pictures trained so far. */
  images: number;
}

/** What `trainRound` returns at its end. */
export interface TrainSummary {
  /** Means over all batches. */
  loss: number;
  accuracy: number;
  images: number;
  batches: number;
  /** Spikes per neuron and step, per spiking block. */
  spikeRates: number[];
}

/** Loss and rule of a step on a batch; neither: cross entropy, back-propagation through time. */
export type StepHow = (batch: PickedBatch) => Promise<{
  loss?: StepLoss | undefined;
  rule?: StepRule | undefined;
}>;

/**
 * Full batches alone (FedSNN drops the last part); a shard smaller than a batch is one batch.
 *
 * @throws {SnnError} `train/no-batch` without a picture, `train/not-finite` as soon as a loss is.
 */
export async function* trainEpochs(
  executor: Executor,
  images: LabelledImages,
  options: EpochOptions,
  how: StepHow,
): AsyncGenerator<TrainMetrics, TrainSummary> {
  const { epochs, optimizer, seed } = options;
  if (images.count < 1) throw new SnnError("train/no-batch", "the shard is empty");
  const batchSize = Math.min(options.batchSize, images.count);
  const perEpoch = Math.floor(images.count / batchSize);
  const total = new Totals();
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = shuffled(images.count, subSeed(seed, epoch));
    for (let i = 0; i < perEpoch; i++) {
      const indices = order.subarray(i * batchSize, (i + 1) * batchSize);
      const batch = { images, indices, seed: subSeed(seed, epoch, i) };
      const { loss: compared, rule } = await how(batch);
      const result = await executor.trainStep(batch, optimizer, compared, rule);
      checkFinite(result, total.batches + 1);
      total.add(result, batchSize, executor.spec.timesteps);
      const { batches, images: done } = total;
      const { loss, correct } = result;
      const told = { loss, accuracy: correct / batchSize, images: done };
      yield { batch: batches, batches: epochs * perEpoch, ...told };
    }
  }
  return total.summary();
}

function checkFinite({ loss }: StepResult, batch: number): void {
  if (Number.isFinite(loss)) return;
  throw new SnnError("train/not-finite", `the loss is ${loss} in batch ${batch}`);
}

class Totals {
  batches = 0;
  images = 0;
  #loss = 0;
  #correct = 0;
  #rates: number[] = [];

  add({ loss, correct, spikes }: StepResult, count: number, timesteps: number): void {
    this.batches += 1;
    this.images += count;
    this.#loss += loss * count;
    this.#correct += correct;
    spikes.forEach(({ neurons, perStep }, i) => {
      const fired = perStep.reduce((sum, n) => sum + n, 0);
      this.#rates[i] = (this.#rates[i] ?? 0) + fired / (neurons * timesteps);
    });
  }

  summary(): TrainSummary {
    return {
      loss: this.#loss / this.images,
      accuracy: this.#correct / this.images,
      images: this.images,
      batches: this.batches,
      spikeRates: this.#rates.map((rate) => rate / this.images),
    };
  }
}
