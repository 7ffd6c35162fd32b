// The network as plain tfjs ops: what autodiff differentiates. The oracle for every other executor.

import * as tf from "@tensorflow/tfjs-core";

import type { Feature } from "../../model/shapes.ts";
import type { Block, ModelSpec } from "../../model/spec.ts";
import { type DropoutMasks, noMasks } from "../dropout-masks.ts";
import { sharedConv2d } from "./conv.ts";

type Layer = Extract<Block, { type: "conv" | "linear" }>;

/** Parameters of one block, in the layout of the flat state. */
export interface BlockParameters {
  weight?: tf.Tensor;
  gamma?: tf.Tensor;
}

/** Running statistics of one block, each `[norms, C]`. */
export interface Running {
  mean: tf.Tensor;
  variance: tf.Tensor;
}

export interface Observed {
  /** Batch statistics of normed blocks (biased variance) and the rows behind one of them. */
  statistics: Map<number, Running & { rows: number }>;
  /** Spikes of LIF blocks, `[T, B * H * W * C]`. */
  spikes: Map<number, tf.Tensor2D>;
  /** Values of ReLU blocks, `[B, H, W, C]`. */
  values: Map<number, tf.Tensor4D>;
}

export const nothingSeen = (): Observed => ({
  statistics: new Map(),
  spikes: new Map(),
  values: new Map(),
});

/** What a training step does besides; missing: nothing. */
export interface Besides {
  /** What becomes of each layer's input; the readout is one. */
  enter?: ((x: tf.Tensor4D) => tf.Tensor4D) | undefined;
  /** Of the blocks with dropout. */
  masks?: DropoutMasks | undefined;
}

/**
 * Forward through all blocks.
 *
 * @param input `[T * B, H, W, C]`
 * @param running Evaluation: statistics to use instead of the batch's.
 * @returns Logits `[B, classes]`; statistics and spikes are put into `observed`.
 */
export function network(
  spec: ModelSpec,
  shapes: readonly Feature[],
  parameters: readonly BlockParameters[],
  input: tf.Tensor4D,
  running: ReadonlyMap<number, Running> | null,
  observed: Observed,
  { enter = (x) => x, masks = noMasks }: Besides = {},
): tf.Tensor2D {
  const T = spec.timesteps;
  let x: tf.Tensor4D = input;
  for (const [index, block] of spec.blocks.entries()) {
    const weight = parameters[index]!.weight;
    if (block.type === "avgpool") x = tf.avgPool(x, block.size, block.size, "valid");
    else if (block.type === "readout") {
      const perStep = tf.matMul(flattened(enter(x)), weight as tf.Tensor2D, false, true);
      const steps = tf.reshape(perStep, [T, -1, block.out]);
      return tf.reshape(tf.div(tf.sum(steps, 0), T), [-1, block.out]);
    } else {
      const y = applyWeight(block, enter(x), weight!);
      const normed = applyNorm(spec, index, block, y, parameters[index]!.gamma, running, observed);
      const isSpiking = block.activation === "lif";
      x = isSpiking
        ? spiking(spec, index, normed, observed)
        : thinned(tf.relu(normed), masks.get(index));
      if (!isSpiking) observed.values.set(index, x);
    }
  }
  throw new Error(`model ${spec.name} has no readout after ${shapes.length - 1} blocks`);
}

const thinned = (x: tf.Tensor4D, mask: tf.Tensor4D | undefined): tf.Tensor4D =>
  mask ? tf.mul(x, mask) : x;

/** `[F, H, W, C]` to rows in the order `[C, H, W]`. */
function flattened(x: tf.Tensor4D): tf.Tensor2D {
  return tf.reshape(tf.transpose(x, [0, 3, 1, 2]), [x.shape[0], -1]);
}

function applyWeight(block: Layer, x: tf.Tensor4D, weight: tf.Tensor): tf.Tensor4D {
  if (block.type === "conv") {
    return sharedConv2d(x, tf.transpose(weight, [2, 3, 1, 0]) as tf.Tensor4D);
  }
  const rows = tf.matMul(flattened(x), weight, false, true);
  return tf.reshape(rows, [x.shape[0], 1, 1, block.out]);
}

function applyNorm(
  spec: ModelSpec,
  index: number,
  block: Layer,
  y: tf.Tensor4D,
  gamma: tf.Tensor | undefined,
  running: ReadonlyMap<number, Running> | null,
  observed: Observed,
): tf.Tensor4D {
  if (block.norm === null || !gamma) return y;
  const norms = block.norm === "bntt" ? spec.timesteps : 1;
  const rows = tf.reshape(y, [norms, -1, block.out]);
  const own = running?.get(index);
  const mean = own ? tf.expandDims(own.mean, 1) : tf.mean(rows, 1, true);
  const centred = tf.sub(rows, mean);
  const variance = own ? tf.expandDims(own.variance, 1) : tf.mean(tf.square(centred), 1, true);
  if (!own) {
    const statistics = { mean: tf.squeeze(mean, [1]), variance: tf.squeeze(variance, [1]) };
    observed.statistics.set(index, { ...statistics, rows: rows.shape[1]! });
  }
  const scale = tf.mul(tf.rsqrt(tf.add(variance, spec.normEps)), tf.expandDims(gamma, 1));
  return tf.reshape(tf.mul(centred, scale), y.shape);
}

function spiking(
  spec: ModelSpec,
  index: number,
  current: tf.Tensor4D,
  observed: Observed,
): tf.Tensor4D {
  const steps = tf.reshape<tf.Rank.R2>(current, [spec.timesteps, -1]);
  const spikes = lif(steps, spec);
  observed.spikes.set(index, spikes);
  return tf.reshape(spikes, current.shape);
}

/**
 * Leaky integrate-and-fire as tfjs ops, step by step, `[T, N]` -> `[T, N]`. Equations:
 * kernels/lif/lif.ref.ts; here autodiff finds the way back.
 */
export function lif(
  current: tf.Tensor2D,
  { leak, threshold, surrogate }: Pick<ModelSpec, "leak" | "threshold" | "surrogate">,
): tf.Tensor2D {
  const spike = spikeFunction(threshold, surrogate.scale);
  const spikes: tf.Tensor[] = [];
  let v: tf.Tensor | null = null;
  // tfjs cannot differentiate an unstack of one.
  const currents = current.shape[0] === 1 ? [tf.squeeze(current, [0])] : tf.unstack(current);
  for (const x of currents) {
    const u: tf.Tensor = v ? tf.add(tf.mul(v, leak), x) : x;
    const s = spike(u);
    v = tf.sub(u, detached(tf.mul(s, threshold)));
    spikes.push(s);
  }
  return tf.stack(spikes) as tf.Tensor2D;
}

/** Heaviside forward, triangle backward. */
function spikeFunction(threshold: number, scale: number): (u: tf.Tensor) => tf.Tensor {
  return tf.customGrad((u, save) => {
    (save as (tensors: tf.Tensor[]) => void)([u as tf.Tensor]);
    return {
      value: tf.step(tf.sub(u as tf.Tensor, threshold)),
      gradFunc: (ds: tf.Tensor, saved: tf.Tensor[]) => {
        const distance = tf.abs(tf.sub(tf.div(saved[0]!, threshold), 1));
        return tf.mul(ds, tf.mul(tf.relu(tf.sub(1, distance)), scale / threshold));
      },
    };
  });
}

/** The value, without its gradient. */
export const detached = tf.customGrad((x) => ({
  value: tf.clone(x as tf.Tensor),
  gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy),
}));
