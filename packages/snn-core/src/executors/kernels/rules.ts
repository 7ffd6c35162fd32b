// A training step before and after its logits are compared, by rule.

import type * as tf from "@tensorflow/tfjs-core";

import type { ProxyRule, TandemRule } from "../../train/local-rule.ts";
import type { DropoutMasks } from "../dropout-masks.ts";
import type { KernelOps } from "./ops.ts";
import type { BlockTensors } from "./parameters.ts";
import { type ProxyAhead, proxyAhead, proxyBack } from "./proxy.ts";
import { backward, forward, type Forward, type StepShape } from "./step.ts";
import { type TandemAhead, tandemAhead, tandemBack, tandemError } from "./tandem.ts";

/** What a step computes on, and how; no rule: back-propagation through time. */
export interface StepPlace {
  ops: KernelOps;
  step: StepShape;
  tensors: readonly BlockTensors[];
  rule: ProxyRule | TandemRule | null;
}

/** What is there when the logits are; tensors all the way down. */
export type Ahead =
  | { by: "bptt"; result: Forward; error: null }
  | { by: "proxy"; result: ProxyAhead; error: null }
  | { by: "tandem"; result: TandemAhead; error: tf.Scalar };

/**
 * @param input `[T * B, H, W, C]`
 * @param masks Of the blocks with dropout: ReLUs, which only the first rule knows.
 */
export function ahead(
  { ops, step, tensors, rule }: StepPlace,
  input: tf.Tensor4D,
  masks: DropoutMasks,
): Ahead {
  switch (rule?.kind) {
    case undefined:
      return { by: "bptt", result: forward(ops, step, tensors, input, null, masks), error: null };
    case "proxy":
      return { by: "proxy", result: proxyAhead(ops, step, tensors, input), error: null };
    case "tandem": {
      const result = tandemAhead(ops, step, tensors, input, rule);
      return { by: "tandem", result, error: tandemError(result) };
    }
  }
}

/** Gradients of every parameter, given that of the logits, `[B, classes]`. */
export function back(
  { ops, step, tensors }: StepPlace,
  { by, result }: Ahead,
  dlogits: tf.Tensor2D,
): BlockTensors[] {
  switch (by) {
    case "bptt":
      return backward(ops, step, tensors, result, dlogits);
    case "proxy":
      return proxyBack(ops, step, result, dlogits);
    case "tandem":
      return tandemBack(ops, result, dlogits);
  }
}
