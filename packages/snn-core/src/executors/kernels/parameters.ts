// Between the flat state and the tensors that the layers read. Weights travel and rest in the
// order [out, in, ...]; layers read [k, k, in, out] and matrices whose rows follow [H, W, C].

import * as tf from "@tensorflow/tfjs-core";

import type { StateLayout } from "../../model/layout.ts";
import type { Feature } from "../../model/shapes.ts";
import type { Block } from "../../model/spec.ts";

export interface BlockTensors {
  /** conv: `[k, k, in, out]`; linear, readout: `[out, H * W * C]`. */
  weight?: tf.Tensor;
  /** `[norms, out]` */
  gamma?: tf.Tensor;
}

/** Cuts the flat parameters (`[trainable]`) up for the layers. */
export function blockTensors(
  flat: tf.Tensor1D,
  layout: StateLayout,
  blocks: readonly Block[],
  shapes: readonly Feature[],
): BlockTensors[] {
  const tensors: BlockTensors[] = blocks.map(() => ({}));
  for (const { kind, block, shape, offset, length } of layout.entries) {
    if (offset >= layout.trainable) continue;
    const value = tf.reshape(tf.slice(flat, [offset], [length]), [...shape]);
    if (kind === "gamma") tensors[block]!.gamma = value;
    else tensors[block]!.weight = toLayer(value, blocks[block]!, shapes[block]!);
  }
  return tensors;
}

/** The other way: gradients by block to one flat vector, `[trainable]`. */
export function flatGradient(
  gradients: readonly BlockTensors[],
  layout: StateLayout,
  blocks: readonly Block[],
  shapes: readonly Feature[],
): tf.Tensor1D {
  const parts = layout.entries
    .filter(({ offset }) => offset < layout.trainable)
    .map(({ kind, block }) => {
      const { weight, gamma } = gradients[block]!;
      const value = kind === "gamma" ? gamma! : fromLayer(weight!, blocks[block]!, shapes[block]!);
      return tf.reshape<tf.Rank.R1>(value, [-1]);
    });
  return tf.concat1d(parts);
}

function toLayer(weight: tf.Tensor, block: Block, { c, h, w }: Feature): tf.Tensor {
  if (block.type === "conv") return tf.transpose(weight, [2, 3, 1, 0]);
  if (h * w === 1) return weight;
  const out = weight.shape[0];
  const maps = tf.transpose(tf.reshape(weight, [out, c, h, w]), [0, 2, 3, 1]);
  return tf.reshape(maps, [out, c * h * w]);
}

function fromLayer(gradient: tf.Tensor, block: Block, { c, h, w }: Feature): tf.Tensor {
  if (block.type === "conv") return tf.transpose(gradient, [3, 2, 0, 1]);
  if (h * w === 1) return gradient;
  const out = gradient.shape[0];
  return tf.transpose(tf.reshape(gradient, [out, h, w, c]), [0, 3, 1, 2]);
}
