// The way through a net of which no tape is kept: a layer's values are freed before the next one
// begins. What of a layer shall stay, whoever walks says.

import type * as tf from "@tensorflow/tfjs-core";

import { tidied } from "../shared.ts";
import type { KernelOps, Signal } from "./ops.ts";
import type { BlockTensors } from "./parameters.ts";
import { flat, type Kept, layerForward, meanOverTime, pooled, type StepShape } from "./step.ts";

/** The net's answer, and of each layer its norm and its spikes. */
export interface Onward<R> {
  /** `[B, classes]` */
  logits: tf.Tensor2D;
  kept: (Pick<Kept, "norm" | "output"> | null)[];
  /** The readout's input, mean over time, `[B, in]`. */
  features: tf.Tensor2D;
  /** Of each layer what was made of it; null for poolings. */
  made: (R | null)[];
}

/** Called with each layer while its values live; what it makes outlives them. */
type Visit<R> = (index: number, layer: Kept) => R;

/** @param input As `forward` takes it. Norms take their statistics from the batch. */
export function onward<R>(
  ops: KernelOps,
  step: StepShape,
  tensors: readonly BlockTensors[],
  input: tf.Tensor4D,
  visit: Visit<R>,
): Onward<R> {
  const { blocks } = step.spec;
  const last = blocks.length - 1;
  const kept: Onward<R>["kept"] = blocks.slice(0, last).map(() => null);
  const made: Onward<R>["made"] = blocks.slice(0, last).map(() => null);
  let signal: Signal = { form: "dense", value: input };
  let from = 0;
  for (let index = 0; index < last; index++) {
    if (blocks[index]!.type === "avgpool") continue;
    const layer = tidied(() => {
      const read = pooledSignal(ops, step, signal, from, index);
      const whole = layerForward(ops, step, index, tensors[index]!, read, null);
      return { kept: { norm: whole.norm, output: whole.output }, made: visit(index, whole) };
    });
    kept[index] = layer.kept;
    made[index] = layer.made;
    signal = layer.kept.output;
    from = index + 1;
  }
  const features = tidied(() => {
    const rows = flat(ops, step, last, pooledSignal(ops, step, signal, from, last));
    return meanOverTime(rows, step.spec.timesteps, step.batch);
  });
  const logits = ops.linear(features, tensors[last]!.weight as tf.Tensor2D);
  return { logits, kept, features, made };
}

/** Through the poolings from block `from` up to block `until`. */
function pooledSignal(
  ops: KernelOps,
  step: StepShape,
  signal: Signal,
  from: number,
  until: number,
): Signal {
  let read = signal;
  for (let at = from; at < until; at++) {
    read = { form: "dense", value: pooled(ops, step, at, read) };
  }
  return read;
}
