// The losses as plain tfjs ops, for autodiff: written from their formulas once more, so that the
// hand-made gradients of `lossOf` have an oracle.

import * as tf from "@tensorflow/tfjs-core";

import {
  type FedLecOptions,
  type LossOptions,
  missingOf,
  needsTeacher,
  type StepLoss,
} from "../../train/loss-options.ts";

/** A loss of logits `[B, C]`, mean over the batch, nats. Formulas: train/loss-options.ts. */
export function lossTensor(logits: tf.Tensor2D, labels: Int32Array, loss: StepLoss): tf.Scalar {
  const { options, teacher } = loss;
  const told = crossEntropy(logits, labels);
  if (options.kind === "cross-entropy") return told;
  const own = options.kind === "fedlec" ? tf.add(told, calibrated(logits, labels, options)) : told;
  const { columns, temperature, weight } = imitationOf(options, logits.shape[1]);
  const kept = options.kind === "distillation" ? 1 - options.weight : 1;
  if (!needsTeacher(options)) return tf.mul(own, kept);
  const shown = tf.tensor2d(teacher!, logits.shape);
  const part = (scores: tf.Tensor2D) =>
    tf.div<tf.Tensor2D>(tf.matMul(scores, selection(columns, logits.shape[1])), temperature);
  return tf.add(tf.mul(own, kept), tf.mul(divergence(part(shown), part(logits)), weight));
}

/** Mean over the batch, nats. */
function crossEntropy(logits: tf.Tensor2D, labels: Int32Array): tf.Scalar {
  const wanted = tf.oneHot(tf.tensor1d(labels, "int32"), logits.shape[1]);
  const logProbabilities = tf.logSoftmax(logits);
  return tf.neg(tf.div(tf.sum(tf.mul(logProbabilities, wanted)), labels.length)) as tf.Scalar;
}

function calibrated(
  logits: tf.Tensor2D,
  labels: Int32Array,
  { prior, calibration }: FedLecOptions,
): tf.Scalar {
  const shares = tf.tensor1d([...prior]);
  const others = tf.sub(1, tf.oneHot(tf.tensor1d(labels, "int32"), prior.length));
  const shift = tf.sub(Math.log(1 / prior.length + 1e-9), tf.log(tf.add(shares, 1e-9)));
  const spread = tf.mul(tf.add(logits, shift), others);
  const excess = tf.sub(tf.logSumExp(spread, 0), Math.log(labels.length));
  return tf.mul(tf.sum(tf.mul(excess, shares)), calibration);
}

function imitationOf(options: Exclude<LossOptions, { kind: "cross-entropy" }>, classes: number) {
  if (options.kind === "fedlec") {
    return { columns: missingOf(options), temperature: 1, weight: options.distillation };
  }
  const { weight, temperature } = options;
  const columns = Array.from({ length: classes }, (_, c) => c);
  return { columns, temperature, weight: weight * temperature ** 2 };
}

/** `[C, columns]`: 1 where a column is taken. A gather's gradient is not on every backend. */
const selection = (columns: readonly number[], classes: number): tf.Tensor2D =>
  tf.transpose(tf.oneHot(tf.tensor1d([...columns], "int32"), classes).toFloat()) as tf.Tensor2D;

/** Mean KL of rows of scores: how far `own` is from `wanted`. */
function divergence(wanted: tf.Tensor2D, own: tf.Tensor2D): tf.Scalar {
  const distance = tf.sub(tf.logSoftmax(wanted), tf.logSoftmax(own));
  return tf.div(tf.sum(tf.mul(tf.softmax(wanted), distance)), own.shape[0]);
}
