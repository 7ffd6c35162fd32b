// The local work of one round: epochs over a shard in shuffled batches, as a generator of metrics.

import type { LabelledImages } from "../data/shard.ts";
import { SnnError } from "../errors.ts";
import type { OptimizerOptions } from "../model/spec.ts";
import { featureShapes } from "../model/shapes.ts";
import { shuffled, subSeed } from "../random/counter.ts";
import { type LossChoice, lossFor } from "./choose-loss.ts";
import type { Executor, StepResult } from "./executor.ts";
import type { StepLoss } from "./loss-options.ts";
import { rowsOf, teacherLogits } from "./teacher.ts";

/** How often, in which portions and by which rule a shard is trained on. */
export interface TrainOptions {
  epochs: number;
  batchSize: number;
  optimizer: OptimizerOptions;
  /** Of the order of pictures and of Poisson draws. */
  seed: number;
  /** What the logits are compared with; missing: cross entropy. */
  localLoss?: LossChoice | undefined;
  /**
   * From `teacherLogits`, for who wants pauses in it; missing: made before the first batch, of the
   * state that the executor has then.
   */
  teacher?: Float32Array | null | undefined;
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

/**
 * Trains with `executor`, whose state the caller has set, and yields after each batch. Batches are
 * full ones (FedSNN drops the last part); a shard smaller than a batch is one batch. The same seed
 * gives the same order everywhere. Stopping the loop stops the training.
 *
 * @throws {SnnError} `train/no-batch` without a picture, `train/not-finite` as soon as a loss is,
 *   `train/loss` for a loss out of range or a teacher of other pictures.
 */
export async function* trainRound(
  executor: Executor,
  images: LabelledImages,
  options: TrainOptions,
): AsyncGenerator<TrainMetrics, TrainSummary> {
  const { epochs, optimizer, seed } = options;
  if (images.count < 1) throw new SnnError("train/no-batch", "the shard is empty");
  const batchSize = Math.min(options.batchSize, images.count);
  const perEpoch = Math.floor(images.count / batchSize);
  const lossAt = await batchLosses(executor, images, options);
  const total = new Totals();
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = shuffled(images.count, subSeed(seed, epoch));
    for (let i = 0; i < perEpoch; i++) {
      const indices = order.subarray(i * batchSize, (i + 1) * batchSize);
      const batch = { images, indices, seed: subSeed(seed, epoch, i) };
      const result = await executor.trainStep(batch, optimizer, ...lossAt(indices));
      if (!Number.isFinite(result.loss)) {
        throw new SnnError(
          "train/not-finite",
          `the loss is ${result.loss} in batch ${total.batches + 1}`,
        );
      }
      total.add(result, batchSize, executor.spec.timesteps);
      const accuracy = result.correct / batchSize;
      const { batches, images: done } = total;
      yield {
        batch: batches,
        batches: epochs * perEpoch,
        loss: result.loss,
        accuracy,
        images: done,
      };
    }
  }
  return total.summary();
}

/** Last arguments of each step: none with cross entropy. */
async function batchLosses(
  executor: Executor,
  images: LabelledImages,
  options: TrainOptions,
): Promise<(indices: ArrayLike<number>) => [] | [StepLoss]> {
  const { localLoss } = options;
  if (localLoss === undefined || localLoss.kind === "cross-entropy") return () => [];
  const classes = featureShapes(executor.spec).at(-1)!.c;
  const loss = lossFor(localLoss, images.labels, classes);
  const teacher = options.teacher ?? (await lastOf(teacherLogits(executor, images, options)));
  const sizes = { pictures: images.count, classes };
  return (indices) => [
    { options: loss, teacher: teacher === null ? null : rowsOf(teacher, indices, sizes) },
  ];
}

async function lastOf<R>(work: AsyncGenerator<unknown, R>): Promise<R> {
  for (;;) {
    const next = await work.next();
    if (next.done) return next.value;
  }
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
