// The rules of local learning as plain tfjs ops, for autodiff: the oracle of the hand-made steps.
// What each rule is: train/local-rule.ts.

import * as tf from "@tensorflow/tfjs-core";

import type { Feature } from "../../model/shapes.ts";
import type { ModelSpec } from "../../model/spec.ts";
import { annTwin } from "../../model/twin.ts";
import type { ProxyRule, TandemRule } from "../../train/local-rule.ts";
import type { StepLoss } from "../../train/loss-options.ts";
import type { DropoutMasks } from "../dropout-masks.ts";
import { lossTensor } from "./loss.ts";
import { type BlockParameters, detached, network, nothingSeen, type Observed } from "./network.ts";

/** What a step's loss is made of. */
export interface RuleInputs {
  spec: ModelSpec;
  shapes: readonly Feature[];
  /** What autodiff differentiates by. */
  parameters: readonly BlockParameters[];
  /** `[T * B, H, W, C]` */
  input: tf.Tensor4D;
  labels: Int32Array;
  loss: StepLoss;
  /** Null: back-propagation through time. */
  rule: ProxyRule | TandemRule | null;
  /** Of the blocks with dropout. */
  masks: DropoutMasks;
  /** Filled with what the spiking net does. */
  observed: Observed;
}

/** The loss whose gradient is the rule's, and the spiking net's logits. */
export function ruleLoss(inputs: RuleInputs): { logits: tf.Tensor2D; told: tf.Scalar } {
  const { spec, shapes, parameters, input, labels, loss, rule, observed, masks } = inputs;
  const enter =
    rule?.kind === "tandem" ? (x: tf.Tensor4D) => detached(x) as tf.Tensor4D : undefined;
  const logits = network(spec, shapes, parameters, input, null, observed, { enter, masks });
  if (rule === null) return { logits, told: lossTensor(logits, labels, loss) };
  if (rule.kind === "tandem") {
    const told = tf.add<tf.Scalar>(lossTensor(logits, labels, loss), hiddenError(rule, observed));
    return { logits, told };
  }
  return { logits, told: lossTensor(overwritten(twinLogits(inputs), logits), labels, loss) };
}

function hiddenError({ weight, targets }: TandemRule, { spikes }: Observed): tf.Tensor {
  const errors = [...spikes].map(([block, steps]) =>
    tf.mean(tf.squaredDifference(tf.mean(steps, 0), tf.tensor1d(targets.get(block)!))),
  );
  return tf.mul(
    errors.reduce<tf.Tensor>((sum, error) => tf.add(sum, error), tf.scalar(0)),
    weight,
  );
}

function twinLogits({ spec, shapes, parameters, input }: RuleInputs): tf.Tensor2D {
  const steps = tf.reshape(input, [spec.timesteps, -1, ...input.shape.slice(1)]);
  const shared = parameters.map(({ weight, gamma }) => ({
    ...(weight && { weight }),
    ...(gamma && { gamma: tf.mean(gamma, 0, true) }),
  }));
  const mean = tf.mean<tf.Tensor4D>(steps, 0);
  return network(annTwin(spec), shapes, shared, mean, null, nothingSeen());
}

/** The values of `shown`, with the gradient going to `own`. */
const overwritten = tf.customGrad((_own, shown) => ({
  value: tf.clone(shown as tf.Tensor),
  gradFunc: (dy: tf.Tensor) => [dy, tf.zerosLike(dy)],
})) as (own: tf.Tensor2D, shown: tf.Tensor2D) => tf.Tensor2D;
