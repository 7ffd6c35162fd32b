// Losses of local training as data, and whether one fits a batch. What each computes: loss.ts.

import { SnnError } from "../errors.ts";

/**
 * FedLEC, against label skew: cross entropy, calibrated by what the client has, beside imitation of
 * the round's model on what it has not. With `z` `[B, C]`, `p` the client's class frequencies and
 * `M` the classes with `p = 0`:
 *
 * `CE(z, y) + calibration sum_c p_c (logsumexp_b(m_bc (z_bc - ln p_c + ln 1/C)) - ln B)
 *   + distillation / B sum_b KL(softmax(teacher_b[M]) || softmax(z_b[M]))`
 *
 * `m_bc` is 0 where picture b is of class c, else 1. As in the authors' code it multiplies: a
 * picture of the class itself stays in the sum as `exp(0)`. Both logarithms take 1e-9 more, and KL
 * is 0 where at most one class is missing. Another thing than in that code is the teacher: theirs
 * normalises by the batch, ours by its running statistics (`teacherLogits`).
 *
 * @see arXiv 2412.17305 and AmazingDD/FedLEC, `main.py`, strategy `fedlec`: 0.005 is written into
 *   it, 0.1 is its `lamda`.
 */
export interface FedLecOptions {
  kind: "fedlec";
  calibration: number;
  distillation: number;
  /** p: share of each class in the client's pictures, `[C]`; they add up to 1. */
  prior: readonly number[];
}

/**
 * Imitation of a teacher beside cross entropy, with temperature `t`:
 *
 * `(1 - weight) CE(z, y) + weight t^2 / B sum_b KL(softmax(teacher_b / t) || softmax(z_b / t))`
 *
 * @see Hinton et al., arXiv 1503.02531, section 2: `t^2` keeps the gradient's size. The weights are
 *   those of Joint A-SNN (arXiv 2305.02099): 0.1, and 3 for `t`.
 */
export interface DistillationOptions {
  kind: "distillation";
  /** From 0 to 1. */
  weight: number;
  /** t, above 0. */
  temperature: number;
}

/** What a batch's logits are compared with. */
export type LossOptions = { kind: "cross-entropy" } | FedLecOptions | DistillationOptions;

/** A loss for one training step. */
export interface StepLoss {
  options: LossOptions;
  /** The teacher's logits of this batch, `[B, C]`; null where the loss asks nobody. */
  teacher: Float32Array | null;
}

/** Cross entropy. */
export const plainLoss: StepLoss = { options: { kind: "cross-entropy" }, teacher: null };

/** Classes of which the client has no picture. */
export const missingOf = ({ prior }: FedLecOptions): number[] =>
  prior.flatMap((share, c) => (share === 0 ? [c] : []));

/** Whether a loss reads a teacher's logits: imitation that counts, of two classes at least. */
export function needsTeacher(options: LossOptions): boolean {
  if (options.kind === "cross-entropy") return false;
  if (options.kind === "distillation") return options.weight !== 0;
  return options.distillation !== 0 && missingOf(options).length > 1;
}

/**
 * Whether a loss fits a batch: to be asked before any work.
 *
 * @throws {SnnError} `train/loss` for numbers out of range, for a prior that is none of `classes`
 *   classes, without the teacher that is needed; `data/batch` for a label that is no class.
 */
export function checkLoss(
  { options, teacher }: StepLoss,
  labels: Int32Array,
  classes: number,
): void {
  const problem = problemOf(options, classes) ?? teacherProblem(options, teacher, labels, classes);
  if (problem !== null) throw new SnnError("train/loss", problem);
  const wrong = labels.find((label) => label < 0 || label >= classes);
  if (wrong === undefined) return;
  throw new SnnError("data/batch", `label ${wrong} is none of the model's ${classes} classes`);
}

function problemOf(options: LossOptions, classes: number): string | null {
  if (options.kind === "cross-entropy") return null;
  if (options.kind === "distillation") {
    const { weight, temperature } = options;
    if (!(weight >= 0 && weight <= 1)) return `a weight of ${weight} is not from 0 to 1`;
    return temperature > 0 && temperature < Infinity ? null : `a temperature of ${temperature}`;
  }
  const { calibration, distillation, prior } = options;
  const isWeight = (value: number) => value >= 0 && value < Infinity;
  if (!isWeight(calibration)) return `a calibration of ${calibration}`;
  if (!isWeight(distillation)) return `a distillation of ${distillation}`;
  if (prior.length !== classes) return `a prior of ${prior.length} classes, not ${classes}`;
  const sum = prior.reduce((total, share) => total + share, 0);
  const isPrior = prior.every(isWeight) && Math.abs(sum - 1) < 1e-6;
  return isPrior ? null : `a prior that adds up to ${sum}, or has a share below 0`;
}

function teacherProblem(
  options: LossOptions,
  teacher: Float32Array | null,
  { length: count }: Int32Array,
  classes: number,
): string | null {
  if (!needsTeacher(options)) return null;
  if (teacher?.length === count * classes) return null;
  const found = teacher === null ? "no logits" : `${teacher.length} logits`;
  return `${options.kind} has ${found} of a teacher for ${count} pictures of ${classes} classes`;
}

/**
 * A step's loss, checked, if it is another one than cross entropy: that one every executor computes
 * by itself.
 *
 * @throws {SnnError} see `checkLoss`
 */
export function ownLoss(
  loss: StepLoss | undefined,
  labels: Int32Array,
  classes: number,
): StepLoss | null {
  if (loss === undefined || loss.options.kind === "cross-entropy") return null;
  checkLoss(loss, labels, classes);
  return loss;
}
