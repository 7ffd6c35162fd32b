// What the round's model says about a client's pictures, before the client changes it.

import type { LabelledImages } from "../data/shard.ts";
import { SnnError } from "../errors.ts";
import { featureShapes } from "../model/shapes.ts";
import { subSeed } from "../random/counter.ts";
import { type LossChoice, lossFor } from "./choose-loss.ts";
import type { Executor } from "./executor.ts";
import { needsTeacher } from "./loss-options.ts";

/** Which pictures at once, for which loss. */
export interface TeacherOptions {
  batchSize: number;
  /** Of the Poisson draws; the student has others. */
  seed: number;
  localLoss?: LossChoice | undefined;
}

/**
 * Logits of the executor's present state for every picture, `[count, C]`: the teacher of a round.
 * One evaluation of the shard, made before the first step, so that no second model is kept; it
 * yields the pictures done so far after each batch. Null at once where the loss asks nobody.
 *
 * The model judges with its running statistics, whatever else is in the batch. FedLEC's code lets
 * its teacher normalise by the batch instead, and by the same Poisson draws as the student.
 *
 * @throws {SnnError} what `evaluate` throws
 */
export async function* teacherLogits(
  executor: Executor,
  images: LabelledImages,
  { batchSize, seed, localLoss }: TeacherOptions,
): AsyncGenerator<number, Float32Array<ArrayBuffer> | null> {
  const classes = featureShapes(executor.spec).at(-1)!.c;
  if (localLoss === undefined || images.count === 0) return null;
  if (!needsTeacher(lossFor(localLoss, images.labels, classes))) return null;
  const logits = new Float32Array(images.count * classes);
  for (let start = 0; start < images.count; start += batchSize) {
    const count = Math.min(batchSize, images.count - start);
    const indices = Uint32Array.from({ length: count }, (_, i) => start + i);
    const batch = { images, indices, seed: subSeed(seed, -1, start) };
    logits.set(await executor.evaluate(batch), start * classes);
    yield start + count;
  }
  return logits;
}

/**
 * Rows of a batch, `[B, C]`.
 *
 * @throws {SnnError} `train/loss` when the logits are not those of all `pictures`.
 */
export function rowsOf(
  logits: Float32Array,
  indices: ArrayLike<number>,
  { pictures, classes }: { pictures: number; classes: number },
): Float32Array {
  if (logits.length !== pictures * classes) {
    const fact = `a teacher with ${logits.length} logits for ${pictures} pictures of ${classes} classes`;
    throw new SnnError("train/loss", fact);
  }
  const rows = new Float32Array(indices.length * classes);
  Array.from(indices).forEach((index, b) => {
    rows.set(logits.subarray(index * classes, (index + 1) * classes), b * classes);
  });
  return rows;
}
