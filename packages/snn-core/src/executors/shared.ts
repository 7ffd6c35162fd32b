// What both executors do alike: bring a batch to the device, update parameters.

import * as tf from "@tensorflow/tfjs-core";

import { SnnError } from "../errors.ts";
import type { ModelSpec, OptimizerOptions, SgdOptions } from "../model/spec.ts";
import type { EncodedBatch as Batch } from "../train/executor.ts";
import type { StepLoss } from "../train/loss-options.ts";
import { lossOf } from "../train/loss.ts";

/**
 * A batch as maps with channels innermost, `[T * B, H, W, C]`.
 *
 * @param once `[B, H, W, C]` for a batch whose input is the same at each step.
 * @throws {SnnError} `data/batch` when the length does not fit the model.
 */
export function inputMaps(spec: ModelSpec, batch: Batch, once = false): tf.Tensor4D {
  const [c, h, w] = spec.input;
  const count = batch.labels.length;
  const steps = batch.repeated ? 1 : spec.timesteps;
  if (batch.input.length !== steps * count * c * h * w) {
    throw new SnnError(
      "data/batch",
      `the input has ${batch.input.length} values, ${steps} x ${count} x ${c} x ${h} x ${w} are wanted`,
    );
  }
  const maps = tf.transpose(tf.tensor4d(batch.input, [steps * count, c, h, w]), [0, 2, 3, 1]);
  return batch.repeated && !once ? tf.tile(maps, [spec.timesteps, 1, 1, 1]) : maps;
}

/** `d loss / d logits = (softmax - one hot) / B`, of cross entropy. */
function lossGradient(logits: tf.Tensor2D, labels: Int32Array): tf.Tensor2D {
  const [batch, classes] = logits.shape;
  return tf.tidy(() => {
    const wanted = tf.oneHot(tf.tensor1d(labels, "int32"), classes);
    return tf.div(tf.sub(tf.softmax(logits), wanted), batch);
  });
}

/** What the logits of a step were compared with came to. */
export interface Compared {
  /** Gradient of the loss, `[B, C]`; the caller's to free. */
  dlogits: tf.Tensor2D;
  /** What a step's result says of a loss of one's own. */
  told: { loss?: number };
}

/**
 * The gradient of the logits: cross entropy's without leaving the device, any other's by `lossOf`
 * on the processor.
 *
 * @param own From `ownLoss`.
 */
export async function compare(
  logits: tf.Tensor2D,
  labels: Int32Array,
  own: StepLoss | null,
): Promise<Compared> {
  if (own === null) return { dlogits: lossGradient(logits, labels), told: {} };
  const values = (await logits.data()) as Float32Array;
  const [, classes] = logits.shape;
  const inputs = { logits: values, labels, teacher: own.teacher, classes };
  const { loss, gradient } = lossOf(own.options, inputs);
  return { dlogits: tf.tensor2d(gradient, logits.shape), told: { loss } };
}

/** A tidy that may answer with an interface; tfjs itself asks for a type with an index. */
export const tidied = <R>(work: () => R): R => tf.tidy(work as () => tf.TensorContainer) as R;

/** Frees every tensor in a value. */
export function freeAll(value: object): void {
  tf.dispose(value as tf.TensorContainer);
}

/** The values of tensors, which are freed. */
export async function readAll(
  tensors: ReadonlyMap<number, tf.Tensor>,
): Promise<Map<number, Float32Array>> {
  const values = new Map<number, Float32Array>();
  for (const [block, tensor] of tensors) {
    values.set(block, (await tensor.data()) as Float32Array);
    tensor.dispose();
  }
  return values;
}

/** What one update of the parameters starts from; flat vectors, `[trainable]`. */
interface SgdState {
  parameters: tf.Tensor1D;
  velocity: tf.Tensor1D;
  gradient: tf.Tensor1D;
  /** FedProx's `p0`, or null where mu is 0. */
  origin: tf.Tensor1D | null;
}

/**
 * `v = momentum v + g + weightDecay p + mu (p - p0)`, `p = p - learningRate v`.
 *
 * @see Li et al., Federated Optimization in Heterogeneous Networks, MLSys 2020, equation 2: the last
 *   summand is the gradient of its proximal term `mu / 2 |p - p0|^2`.
 */
export function sgd(
  { parameters, velocity, gradient, origin }: SgdState,
  { learningRate, momentum, weightDecay, proximalMu = 0 }: SgdOptions,
): { parameters: tf.Tensor1D; velocity: tf.Tensor1D } {
  const decayed = tf.add<tf.Tensor1D>(gradient, tf.mul(parameters, weightDecay));
  const pull = origin
    ? tf.add<tf.Tensor1D>(decayed, tf.mul(tf.sub(parameters, origin), proximalMu))
    : decayed;
  const next = tf.add<tf.Tensor1D>(tf.mul(velocity, momentum), pull);
  return { velocity: next, parameters: tf.sub(parameters, tf.mul(next, learningRate)) };
}

/** @throws {SnnError} `train/optimizer` for what `sgd` does not compute: Adam. */
export function asSgd(options: OptimizerOptions): SgdOptions {
  if (options.kind === "sgd") return options;
  throw new SnnError("train/optimizer", `this executor has no ${options.kind}`);
}
