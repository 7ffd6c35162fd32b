// One training step of a chain of blocks, forward and backward by hand. Time is folded into the
// batch; every value lies time-major, channels innermost. Runs on any set of `KernelOps`.

import * as tf from "@tensorflow/tfjs-core";

import type { LifBackwardParams } from "../../kernels/lif/lif.ts";
import type { Feature } from "../../model/shapes.ts";
import { type Block, dropoutOf, type ModelSpec } from "../../model/spec.ts";
import { type DropoutMasks, noMasks } from "../dropout-masks.ts";
import type { ConvSizes, KernelOps, MapSize, NormSizes, Signal } from "./ops.ts";
import type { BlockTensors } from "./parameters.ts";

type Layer = Extract<Block, { type: "conv" | "linear" }>;

/** What the way back needs of one block. */
export interface Kept {
  input: Signal;
  /** Before the norm, `[T * B, H, W, C]`. */
  y: tf.Tensor;
  norm: tf.Tensor | null;
  /** Spikes of a LIF block, values of a ReLU block. */
  output: Signal;
}

export interface Forward {
  /** `[B, classes]` */
  logits: tf.Tensor2D;
  kept: (Kept | null)[];
  /** Mean over time is taken in `logits`; the readout's input, `[T * B, in]`. */
  features: tf.Tensor2D;
}

/** Everything a step knows about its sizes. */
export interface StepShape {
  spec: ModelSpec;
  shapes: readonly Feature[];
  batch: number;
}

/**
 * @param input `[T * B, H, W, C]`
 * @param norms Training: null, statistics come from the batch. Evaluation: per block `[4, norms, C]`.
 * @param masks Training: of the blocks with dropout.
 */
export function forward(
  ops: KernelOps,
  step: StepShape,
  tensors: readonly BlockTensors[],
  input: tf.Tensor4D,
  norms: readonly (tf.Tensor | null)[] | null,
  masks: DropoutMasks = noMasks,
): Forward {
  let signal: Signal = { form: "dense", value: input };
  const kept: (Kept | null)[] = [];
  const { spec } = step;
  for (const [index, block] of spec.blocks.entries()) {
    if (block.type === "readout") break;
    if (block.type === "avgpool") {
      signal = { form: "dense", value: pooled(ops, step, index, signal) };
      kept.push(null);
      continue;
    }
    const layer = layerForward(ops, step, index, tensors[index]!, signal, norms);
    const output = thinned(layer.output, masks.get(index));
    kept.push({ ...layer, output });
    signal = output;
  }
  const features = flat(ops, step, spec.blocks.length - 1, signal);
  const weight = tensors[spec.blocks.length - 1]!.weight as tf.Tensor2D;
  const perStep = ops.linear(features, weight);
  const logits = meanOverTime(perStep, spec.timesteps, step.batch);
  return { logits, kept, features };
}

/** One layer, `index` being none of pooling and readout. */
export function layerForward(
  ops: KernelOps,
  step: StepShape,
  index: number,
  { weight, gamma }: BlockTensors,
  signal: Signal,
  norms: readonly (tf.Tensor | null)[] | null,
): Kept {
  const block = step.spec.blocks[index] as Layer;
  const input =
    block.type === "conv" ? ops.convInput(signal, convSizes(step, index, block)) : signal;
  const y = apply(ops, step, index, block, input, weight!);
  const norm = normOf(ops, step, index, block, y, gamma, norms);
  return { input, y, norm, output: activate(ops, step, index, block, y, norm) };
}

/** Gradients of a layer's own parameters and of what its weights made, `[T * B, H, W, C]`. */
export function layerBackward(
  ops: KernelOps,
  step: StepShape,
  index: number,
  here: Kept,
  upstream: tf.Tensor,
  pool: number,
): { gradients: BlockTensors; dy: tf.Tensor } {
  const block = step.spec.blocks[index] as Layer;
  const dz = deactivate(ops, step, index, block, here, upstream, pool);
  const { dy, dgamma } = denorm(ops, step, index, block, here, dz);
  const gradients: BlockTensors = {
    weight: weightGradient(ops, step, index, block, here.input, dy),
  };
  if (dgamma) gradients.gamma = dgamma;
  return { gradients, dy };
}

/** Gradients of every parameter, given that of the logits, `[B, classes]`. */
export function backward(
  ops: KernelOps,
  step: StepShape,
  tensors: readonly BlockTensors[],
  { kept, features }: Forward,
  dlogits: tf.Tensor2D,
): BlockTensors[] {
  const { spec } = step;
  const gradients: BlockTensors[] = spec.blocks.map(() => ({}));
  const last = spec.blocks.length - 1;
  const spread = tf.tile(tf.div(dlogits, spec.timesteps), [spec.timesteps, 1]) as tf.Tensor2D;
  gradients[last] = { weight: ops.linearGradient(spread, features) };
  let upstream: tf.Tensor = tf.matMul(spread, tensors[last]!.weight as tf.Tensor2D);
  let pool = 1;
  for (let index = last - 1; index >= 0; index--) {
    const block = spec.blocks[index]!;
    if (block.type === "avgpool") {
      upstream = pool === 1 ? upstream : unpool(upstream, sizeAt(step, index + 1), pool);
      pool = block.size;
      continue;
    }
    if (block.type === "readout") continue;
    const layer = layerBackward(ops, step, index, kept[index]!, upstream, pool);
    gradients[index] = layer.gradients;
    pool = 1;
    const weight = tensors[index]!.weight!;
    if (index > 0) upstream = inputGradient(ops, step, index, block, layer.dy, weight);
  }
  return gradients;
}

/** Maps that go into block `index`. */
export function sizeAt({ spec, shapes, batch }: StepShape, index: number): MapSize {
  const { c, h, w } = shapes[index]!;
  return { timesteps: spec.timesteps, batch, height: h, width: w, channels: c };
}

function convSizes(step: StepShape, index: number, block: Layer & { type: "conv" }): ConvSizes {
  const { height, width, timesteps } = sizeAt(step, index);
  const { in: from, out: to, kernel } = block;
  return { frames: step.batch, height, width, from, to, kernel, timesteps };
}

export function normSizes(step: StepShape, index: number, block: Layer): NormSizes {
  const { height, width, channels, timesteps } = sizeAt(step, index + 1);
  const norms = block.norm === "bntt" ? timesteps : 1;
  const rows = (step.batch * height * width * timesteps) / norms;
  return { norms, rows, channels, eps: step.spec.normEps };
}

function lifParams(step: StepShape, index: number, block: Layer, pool: number): LifBackwardParams {
  const { timesteps, batch, height, width, channels } = sizeAt(step, index + 1);
  const { leak, threshold, surrogate } = step.spec;
  const norms = block.norm === null ? 0 : block.norm === "bntt" ? timesteps : 1;
  const rows = batch * height * width;
  const neuron = { leak, threshold, surrogateScale: surrogate.scale };
  return { timesteps, rows, channels, norms, height, width, pool, ...neuron };
}

function apply(
  ops: KernelOps,
  step: StepShape,
  index: number,
  block: Layer,
  input: Signal,
  weight: tf.Tensor,
): tf.Tensor {
  if (block.type === "conv") {
    return ops.conv(input, weight as tf.Tensor4D, convSizes(step, index, block));
  }
  const rows = flat(ops, step, index, input);
  return tf.reshape(ops.linear(rows, weight as tf.Tensor2D), [-1, 1, 1, block.out]);
}

function normOf(
  ops: KernelOps,
  step: StepShape,
  index: number,
  block: Layer,
  y: tf.Tensor,
  gamma: tf.Tensor | undefined,
  norms: readonly (tf.Tensor | null)[] | null,
): tf.Tensor | null {
  if (block.norm === null || !gamma) return null;
  return norms ? norms[index]! : ops.norm(y, gamma, normSizes(step, index, block));
}

function activate(
  ops: KernelOps,
  step: StepShape,
  index: number,
  block: Layer,
  y: tf.Tensor,
  norm: tf.Tensor | null,
): Signal {
  const { height, width, channels } = sizeAt(step, index + 1);
  if (block.activation === "relu") {
    const value = tf.relu(norm ? scaled(y, norm, channels) : y);
    return { form: "dense", value: tf.reshape(value, [-1, height, width, channels]) };
  }
  return { form: "spikes", words: ops.lif(y, norm, lifOnly(lifParams(step, index, block, 1))) };
}

/** Dropout: a ReLU's values times their mask. */
function thinned(signal: Signal, mask: tf.Tensor4D | undefined): Signal {
  return mask === undefined ? signal : { form: "dense", value: tf.mul(dense(signal), mask) };
}

const lifOnly = ({ timesteps, rows, channels, norms, leak, threshold }: LifBackwardParams) => ({
  timesteps,
  rows,
  channels,
  norms,
  leak,
  threshold,
});

/** `y` times scale plus shift; ReLU blocks have one set of statistics. */
function scaled(y: tf.Tensor, norm: tf.Tensor, channels: number): tf.Tensor {
  const row = (at: number) => tf.reshape(tf.slice(norm, [at], [1]), [channels]);
  return tf.add(tf.mul(y, row(2)), row(3));
}

function deactivate(
  ops: KernelOps,
  step: StepShape,
  index: number,
  block: Layer,
  { y, norm, output }: Kept,
  upstream: tf.Tensor,
  pool: number,
): tf.Tensor {
  if (block.activation === "lif") {
    return ops.lifBackward(y, norm, upstream, lifParams(step, index, block, pool));
  }
  const size = sizeAt(step, index + 1);
  const whole = pool === 1 ? upstream : unpool(upstream, size, pool);
  const value = dense(output);
  // What dropout took away is 0 here; what it left was multiplied.
  return tf.mul(tf.reshape(whole, value.shape), tf.div(tf.step(value), 1 - dropoutOf(block)));
}

function denorm(
  ops: KernelOps,
  step: StepShape,
  index: number,
  block: Layer,
  { y, norm }: Kept,
  dz: tf.Tensor,
): { dy: tf.Tensor; dgamma: tf.Tensor | null } {
  if (!norm) return { dy: dz, dgamma: null };
  return ops.normBackward(y, dz, norm, normSizes(step, index, block));
}

function weightGradient(
  ops: KernelOps,
  step: StepShape,
  index: number,
  block: Layer,
  input: Signal,
  dy: tf.Tensor,
): tf.Tensor {
  if (block.type === "conv") return ops.filterGradient(input, dy, convSizes(step, index, block));
  const rows = flat(ops, step, index, input);
  return ops.linearGradient(tf.reshape<tf.Rank.R2>(dy, [-1, block.out]), rows);
}

function inputGradient(
  ops: KernelOps,
  step: StepShape,
  index: number,
  block: Layer,
  dy: tf.Tensor,
  weight: tf.Tensor,
): tf.Tensor {
  if (block.type === "conv") {
    return ops.inputGradient(dy, weight as tf.Tensor4D, convSizes(step, index, block));
  }
  return tf.matMul(tf.reshape<tf.Rank.R2>(dy, [-1, block.out]), weight);
}

/** A signal as rows, `[T * B, H * W * C]`. */
export function flat(ops: KernelOps, step: StepShape, index: number, signal: Signal): tf.Tensor2D {
  const size = sizeAt(step, index);
  const value = signal.form === "spikes" ? ops.pool(signal.words, size, 1) : dense(signal);
  return tf.reshape(value, [-1, size.height * size.width * size.channels]);
}

export function pooled(
  ops: KernelOps,
  step: StepShape,
  index: number,
  signal: Signal,
): tf.Tensor4D {
  const { size } = step.spec.blocks[index] as Extract<Block, { type: "avgpool" }>;
  if (signal.form === "spikes") return ops.pool(signal.words, sizeAt(step, index), size);
  return tf.avgPool(dense(signal), size, size, "valid");
}

/** Only convolutions read lists. */
const dense = (signal: Signal): tf.Tensor4D => (signal as { value: tf.Tensor4D }).value;

/** Spreads a pooled gradient over its windows, `[F, H, W, C]`; pixels left over get none. */
export function unpool(gradient: tf.Tensor, size: MapSize, pool: number): tf.Tensor4D {
  const { timesteps, batch, height, width, channels } = size;
  const h = Math.floor(height / pool);
  const w = Math.floor(width / pool);
  const frames = timesteps * batch;
  const mean = tf.div(gradient, pool * pool);
  const columns = repeat(tf.reshape(mean, [frames, h * w, channels]), pool);
  const rows = repeat(tf.reshape(columns, [frames, h, w * pool * channels]), pool);
  const maps = tf.reshape<tf.Rank.R4>(rows, [frames, h * pool, w * pool, channels]);
  return tf.pad(maps, [
    [0, 0],
    [0, height - h * pool],
    [0, width - w * pool],
    [0, 0],
  ]);
}

/** Each entry of the middle axis `pool` times in a row. */
const repeat = (value: tf.Tensor, pool: number): tf.Tensor =>
  tf.concat(
    Array.from({ length: pool }, () => value),
    2,
  );

export function meanOverTime(perStep: tf.Tensor, timesteps: number, batch: number): tf.Tensor2D {
  const classes = perStep.shape[1]!;
  const steps = tf.reshape(perStep, [timesteps, batch * classes]);
  return tf.reshape(tf.div(tf.sum(steps, 0), timesteps), [batch, classes]);
}
