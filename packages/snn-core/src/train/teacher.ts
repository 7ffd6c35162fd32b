// What a client is told before it changes the round's model: by that model, or by the twin that the
// client trains for itself.

import type { LabelledImages } from "../data/shard.ts";
import { SnnError } from "../errors.ts";
import { featureShapes } from "../model/shapes.ts";
import { subSeed } from "../random/counter.ts";
import { type Lessons, trainTwin, twinEpochs } from "./ann-teacher.ts";
import { type LossChoice, lossFor } from "./choose-loss.ts";
import type { EpochOptions } from "./epochs.ts";
import type { Executor } from "./executor.ts";
import { needsTeacher } from "./loss-options.ts";

/** Which pictures at once, for which loss. */
export interface TeacherOptions {
  batchSize: number;
  /** Of the Poisson draws; the student has others. */
  seed: number;
  localLoss?: LossChoice | undefined;
}

/** What the student is taught by, and who teaches where a twin does. */
export interface TeachOptions extends Lessons {
  /** An executor of `annTwin` of the student's model; needed where `twinEpochs` is above 0. */
  twin?: Executor | null | undefined;
}

/** What is there before the first step. */
export interface Taught {
  /** The teacher's logits of every picture, `[count, C]`; null where the loss asks nobody. */
  logits: Float32Array | null;
  /** The twin, trained; null where nobody asks for it. */
  twin: Executor | null;
}

/**
 * The teacher's part of a round: trains the twin where one is asked for, and lets the teacher judge
 * every picture where the loss compares with it. Yields the pictures done after each batch of either.
 *
 * @throws {SnnError} `train/rule` without a twin that is needed, and what its training throws.
 */
export async function* teach(
  student: Executor,
  images: LabelledImages,
  options: EpochOptions & TeachOptions,
): AsyncGenerator<number, Taught> {
  const { localLoss } = options;
  const epochs = twinEpochs(options);
  const twin =
    epochs > 0 ? yield* trainTwin(student, options.twin, images, { ...options, epochs }) : null;
  const isTwins = localLoss?.kind === "distillation" && localLoss.teacher === "ann";
  const logits = yield* teacherLogits((isTwins && twin) || student, images, options);
  return { logits, twin };
}

/**
 * Logits of an executor's present state for every picture, `[count, C]`: the teacher of a round.
 * One evaluation of the shard, made before the first step; it yields the pictures done so far after
 * each batch. Null at once where the loss asks nobody.
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
