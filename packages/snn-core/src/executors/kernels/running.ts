// Running statistics: moved by training, used instead of the batch's in evaluation.

import * as tf from "@tensorflow/tfjs-core";

import type { StateEntry, StateLayout } from "../../model/layout.ts";
import type { Block, ModelSpec } from "../../model/spec.ts";
import { normSizes, type StepShape } from "./step.ts";

/** `running = (1 - m) running + m batch`, variance unbiased; flat, `[length - trainable]`. */
export function nextRunning(
  step: StepShape,
  layout: StateLayout,
  running: tf.Tensor1D,
  kept: readonly ({ norm: tf.Tensor | null } | null)[],
): tf.Tensor1D {
  const { blocks, normMomentum } = step.spec;
  const parts = layout.entries
    .filter(({ offset }) => offset >= layout.trainable)
    .map(({ kind, block }) => {
      const layer = blocks[block] as Extract<Block, { type: "conv" | "linear" }>;
      const { rows } = normSizes(step, block, layer);
      const unbiased = kind === "var" && rows > 1 ? rows / (rows - 1) : 1;
      const batch = tf.reshape(tf.slice(kept[block]!.norm!, [kind === "mean" ? 0 : 1], [1]), [-1]);
      return tf.mul<tf.Tensor1D>(batch, unbiased * normMomentum);
    });
  if (parts.length === 0) return tf.clone(running);
  return tf.add(tf.mul(running, 1 - normMomentum), tf.concat1d(parts));
}

/** Per normed block mean, variance, scale, shift from the running statistics: `[4, norms, C]`. */
export function evaluationNorms(
  spec: ModelSpec,
  layout: StateLayout,
  parameters: tf.Tensor1D,
  running: tf.Tensor1D,
): (tf.Tensor | null)[] {
  const find = (block: number, kind: StateEntry["kind"]) =>
    layout.entries.find((entry) => entry.block === block && entry.kind === kind);
  return spec.blocks.map((_, block) => {
    const gammaEntry = find(block, "gamma");
    if (!gammaEntry) return null;
    const read = (entry: StateEntry, flat: tf.Tensor1D, base: number) =>
      tf.reshape(tf.slice(flat, [entry.offset - base], [entry.length]), [...entry.shape]);
    const gamma = read(gammaEntry, parameters, 0);
    const mean = read(find(block, "mean")!, running, layout.trainable);
    const variance = read(find(block, "var")!, running, layout.trainable);
    const scale = tf.mul(gamma, tf.rsqrt(tf.add(variance, spec.normEps)));
    return tf.stack([mean, variance, scale, tf.neg(tf.mul(mean, scale))]);
  });
}
