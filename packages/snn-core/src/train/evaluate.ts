// Judging a model on pictures it was not trained on, with its running statistics.

import { labelsOf } from "../data/encode.ts";
import type { LabelledImages } from "../data/shard.ts";
import { judge } from "./judge.ts";
import { subSeed } from "../random/counter.ts";
import type { Executor } from "./executor.ts";

/** How well a model answers on pictures it was not trained on. */
export interface Evaluation {
  /** Right answers of `samples` pictures. */
  correct: number;
  samples: number;
  /** Mean cross entropy, nats. */
  loss: number;
  /** `[classes * classes]`, row: truth, column: answer. */
  confusion: Uint32Array;
}

/**
 * Judges the executor's present state on all `images`, with its running statistics.
 *
 * @param options.batchSize Pictures at once; the answers do not depend on it.
 * @param options.seed Of the Poisson draws; direct coding has none.
 * @param options.onProgress Pictures judged so far, of all.
 */
export async function evaluateModel(
  executor: Executor,
  images: LabelledImages,
  options: { batchSize: number; seed: number; onProgress?: (done: number, total: number) => void },
): Promise<Evaluation> {
  const { batchSize, seed, onProgress } = options;
  const result = { correct: 0, samples: images.count, loss: 0, confusion: new Uint32Array() };
  for (let start = 0; start < images.count; start += batchSize) {
    const count = Math.min(batchSize, images.count - start);
    const indices = Uint32Array.from({ length: count }, (_, i) => start + i);
    const batch = { images, indices, seed: subSeed(seed, start) };
    const labels = labelsOf(batch);
    const logits = await executor.evaluate(batch);
    const { loss, correct } = judge(logits, labels);
    result.loss += (loss * count) / images.count;
    result.correct += correct;
    result.confusion = addConfusion(result.confusion, logits, labels);
    onProgress?.(start + count, images.count);
  }
  return result;
}

/** A confusion as `[classes][classes]`. */
export const confusionRows = (confusion: Uint32Array, classes: number): number[][] =>
  Array.from({ length: classes }, (_, row) => [
    ...confusion.subarray(row * classes, (row + 1) * classes),
  ]);

function addConfusion(
  before: Uint32Array,
  logits: Float32Array,
  labels: Int32Array,
): Uint32Array<ArrayBuffer> {
  const classes = logits.length / labels.length;
  const confusion = new Uint32Array(classes * classes);
  confusion.set(before);
  labels.forEach((label, row) => {
    const scores = logits.subarray(row * classes, (row + 1) * classes);
    const top = scores.reduce((best, score, i) => (score > scores[best]! ? i : best), 0);
    confusion[label * classes + top]! += 1;
  });
  return confusion;
}
