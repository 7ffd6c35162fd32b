// A step of local tandem learning by hand: each layer gets its gradient while its values live.
// What the rule is: train/local-rule.ts.

import * as tf from "@tensorflow/tfjs-core";

import type { TandemRule } from "../../train/local-rule.ts";
import { type Onward, onward } from "./onward.ts";
import type { KernelOps } from "./ops.ts";
import type { BlockTensors } from "./parameters.ts";
import { type Kept, layerBackward, sizeAt, type StepShape } from "./step.ts";

/** What one layer learned. */
interface Taught {
  gradients: BlockTensors;
  /** Its part of the loss. */
  error: tf.Scalar;
}

export type TandemAhead = Onward<Taught>;

/** Forward, with the gradients of all but the readout. */
export function tandemAhead(
  ops: KernelOps,
  step: StepShape,
  tensors: readonly BlockTensors[],
  input: tf.Tensor4D,
  rule: TandemRule,
): TandemAhead {
  return onward(ops, step, tensors, input, (index, layer) => taught(ops, step, index, layer, rule));
}

/** Gradients of every parameter, given that of the logits, `[B, classes]`. */
export function tandemBack(
  ops: KernelOps,
  { made, features }: TandemAhead,
  dlogits: tf.Tensor2D,
): BlockTensors[] {
  return [
    ...made.map((layer) => layer?.gradients ?? {}),
    { weight: ops.linearGradient(dlogits, features) },
  ];
}

/** The hidden layers' part of the loss. */
export const tandemError = ({ made }: TandemAhead): tf.Scalar => {
  const errors = made.flatMap((layer) => (layer ? [layer.error] : []));
  return errors.length === 0 ? tf.scalar(0) : tf.addN(errors);
};

function taught(
  ops: KernelOps,
  step: StepShape,
  index: number,
  layer: Kept,
  { weight, targets }: TandemRule,
): Taught {
  const { timesteps } = step.spec;
  const size = sizeAt(step, index + 1);
  const { words } = layer.output as { words: tf.Tensor };
  const spikes = tf.reshape(ops.pool(words, size, 1), [timesteps, -1]);
  const rates = tf.div(tf.sum(spikes, 0), timesteps);
  const missed = tf.sub(rates, tf.tensor1d(targets.get(index)!));
  const error = tf.mul<tf.Scalar>(tf.mean(tf.square(missed)), weight);
  // A rate is a mean of spikes: each step gets its share of the gradient.
  const each = tf.mul(missed, (2 * weight) / (missed.size * timesteps));
  const { batch, height, width, channels } = size;
  const upstream = tf.reshape(tf.tile(each, [timesteps]), [
    timesteps * batch,
    ...[height, width, channels],
  ]);
  const { gradients } = layerBackward(ops, step, index, layer, upstream, 1);
  return { gradients, error };
}
