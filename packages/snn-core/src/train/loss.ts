// What the logits of a batch are compared with: the losses of local training and their gradients.
// Typed arrays in, typed arrays out; every sum in float64.

import {
  checkLoss,
  type FedLecOptions,
  type LossOptions,
  missingOf,
  needsTeacher,
} from "./loss-options.ts";

/** What a loss is computed from. */
export interface LossInputs {
  /** z, `[B, C]`. */
  logits: Float32Array;
  /** y, `[B]`. */
  labels: Int32Array;
  /** `[B, C]`, or null. */
  teacher: Float32Array | null;
  /** C */
  classes: number;
}

const EPSILON = 1e-9;

/**
 * A loss in nats, mean over the batch, and its gradient with respect to the logits, `[B, C]`.
 *
 * @throws {SnnError} `train/loss`, `data/batch`: see `checkLoss`.
 */
export function lossOf(
  options: LossOptions,
  inputs: LossInputs,
): { loss: number; gradient: Float32Array<ArrayBuffer> } {
  checkLoss({ options, teacher: inputs.teacher }, inputs.labels, inputs.classes);
  const gradient = new Float64Array(inputs.logits.length);
  const loss = sumOfTerms(options, inputs, gradient);
  return { loss, gradient: Float32Array.from(gradient) };
}

/** Each term adds its own gradient to `gradient`. */
function sumOfTerms(options: LossOptions, inputs: LossInputs, gradient: Float64Array): number {
  switch (options.kind) {
    case "cross-entropy":
      return crossEntropy(inputs, 1, gradient);
    case "fedlec": {
      const { distillation } = options;
      const imitated = { columns: missingOf(options), temperature: 1, weight: distillation };
      const calibrated = crossEntropy(inputs, 1, gradient) + calibrate(inputs, options, gradient);
      return calibrated + (needsTeacher(options) ? imitate(inputs, imitated, gradient) : 0);
    }
    case "distillation": {
      const { weight, temperature } = options;
      const columns = Array.from({ length: inputs.classes }, (_, c) => c);
      const imitated = { columns, temperature, weight: weight * temperature ** 2 };
      const told = crossEntropy(inputs, 1 - weight, gradient);
      return told + (needsTeacher(options) ? imitate(inputs, imitated, gradient) : 0);
    }
  }
}

function crossEntropy({ logits, labels, classes }: LossInputs, weight: number, into: Float64Array) {
  const columns = Array.from({ length: classes }, (_, c) => c);
  const share = weight / labels.length;
  let loss = 0;
  labels.forEach((label, b) => {
    const row = logSoftmax(logits, b * classes, columns, 1);
    loss -= share * row[label]!;
    row.forEach((log, c) => (into[b * classes + c]! += share * Math.exp(log)));
    into[b * classes + label]! -= share;
  });
  return loss;
}

/** FedLEC's second summand. A class that the client has not weighs nothing. */
function calibrate(
  { logits, labels, classes }: LossInputs,
  { prior, calibration }: FedLecOptions,
  into: Float64Array,
): number {
  let loss = 0;
  prior.forEach((share, c) => {
    if (share === 0 || calibration === 0) return;
    const shift = Math.log(1 / classes + EPSILON) - Math.log(share + EPSILON);
    const spread = Array.from(labels, (y, b) => (y === c ? 0 : logits[b * classes + c]! + shift));
    const total = logSumExp(spread);
    const weight = calibration * share;
    loss += weight * (total - Math.log(labels.length));
    spread.forEach((value, b) => {
      if (labels[b] !== c) into[b * classes + c]! += weight * Math.exp(value - total);
    });
  });
  return loss;
}

interface Imitation {
  /** Classes among which the two are compared. */
  columns: readonly number[];
  temperature: number;
  weight: number;
}

/** `weight / B sum_b KL(softmax(teacher_b / t) || softmax(z_b / t))` over some columns. */
function imitate(
  { logits, labels, teacher, classes }: LossInputs,
  { columns, temperature, weight }: Imitation,
  into: Float64Array,
): number {
  const share = weight / labels.length;
  let loss = 0;
  for (let b = 0; b < labels.length; b++) {
    const own = logSoftmax(logits, b * classes, columns, temperature);
    const wanted = logSoftmax(teacher!, b * classes, columns, temperature);
    columns.forEach((c, i) => {
      const probability = Math.exp(wanted[i]!);
      loss += share * probability * (wanted[i]! - own[i]!);
      into[b * classes + c]! += (share / temperature) * (Math.exp(own[i]!) - probability);
    });
  }
  return loss;
}

/** Logarithms of the softmax of `values[from + c] / temperature` over `columns`. */
function logSoftmax(
  values: Float32Array,
  from: number,
  columns: readonly number[],
  temperature: number,
): number[] {
  const scores = columns.map((c) => values[from + c]! / temperature);
  const total = logSumExp(scores);
  return scores.map((score) => score - total);
}

function logSumExp(values: readonly number[]): number {
  const largest = Math.max(...values);
  return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}
