// A step of learning by proxy by hand: the spiking net forward, its twin forward and back.
// What the rule is: train/local-rule.ts.

import * as tf from "@tensorflow/tfjs-core";

import { annTwin } from "../../model/twin.ts";
import { type Onward, onward } from "./onward.ts";
import type { KernelOps } from "./ops.ts";
import type { BlockTensors } from "./parameters.ts";
import { backward, forward, type Forward, type StepShape } from "./step.ts";

export interface ProxyAhead extends Onward<null> {
  twin: Forward;
  /** The twin's parameters: the weights are the net's. */
  shared: BlockTensors[];
}

export function proxyAhead(
  ops: KernelOps,
  step: StepShape,
  tensors: readonly BlockTensors[],
  input: tf.Tensor4D,
): ProxyAhead {
  const spiking = onward(ops, step, tensors, input, () => null);
  const shared = tensors.map(({ weight, gamma }) => ({
    ...(weight && { weight }),
    ...(gamma && { gamma: tf.mean(gamma, 0, true) }),
  }));
  const twin = forward(ops, twinOf(step), shared, meanInput(input, step), null);
  return { ...spiking, twin, shared };
}

/** Gradients of every parameter, given the spiking net's gradient of the logits, `[B, classes]`. */
export function proxyBack(
  ops: KernelOps,
  step: StepShape,
  { twin, shared }: ProxyAhead,
  dlogits: tf.Tensor2D,
): BlockTensors[] {
  const gradients = backward(ops, twinOf(step), shared, twin, dlogits);
  return gradients.map(({ weight, gamma }, index) => ({
    ...(weight && { weight }),
    ...(gamma && { gamma: spread(gamma, normsOf(step, index)) }),
  }));
}

const twinOf = ({ spec, shapes, batch }: StepShape): StepShape => ({
  spec: annTwin(spec),
  ...{ shapes, batch },
});

/** How many gammas a channel of block `index` has. */
function normsOf({ spec }: StepShape, index: number): number {
  const block = spec.blocks[index]!;
  return "norm" in block && block.norm === "bntt" ? spec.timesteps : 1;
}

/** The gradient of a mean: its share for each of `norms` sets. */
const spread = (gradient: tf.Tensor, norms: number): tf.Tensor =>
  tf.tile(tf.div(gradient, norms), [norms, 1]);

/** `[T * B, H, W, C]` or `[B, H, W, C]` -> `[B, H, W, C]` */
function meanInput(input: tf.Tensor4D, { spec, batch }: StepShape): tf.Tensor4D {
  const [frames, ...maps] = input.shape;
  if (frames === batch) return input;
  const steps = tf.reshape(input, [spec.timesteps, batch, ...maps]);
  return tf.mean<tf.Tensor4D>(steps, 0);
}
