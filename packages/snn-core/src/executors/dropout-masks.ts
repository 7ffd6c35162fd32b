// Dropout for the executors that multiply by masks: drawn on the processor, brought to the device.

import * as tf from "@tensorflow/tfjs-core";

import { dropoutMask } from "../kernels/dropout/dropout.ref.ts";
import type { Feature } from "../model/shapes.ts";
import { type ModelSpec, dropoutOf } from "../model/spec.ts";
import type { EncodedBatch } from "../train/executor.ts";

/** By block, `[B, H, W, C]`; blocks without dropout have none. */
export type DropoutMasks = ReadonlyMap<number, tf.Tensor4D>;

export const noMasks: DropoutMasks = new Map();

/** The masks of one training step; the caller's to free. The batch has a seed where one is asked for. */
export function dropoutMasks(
  { blocks }: ModelSpec,
  shapes: readonly Feature[],
  { labels, seed = 0 }: EncodedBatch,
): DropoutMasks {
  const masks = new Map<number, tf.Tensor4D>();
  blocks.forEach((data, block) => {
    const rate = dropoutOf(data);
    if (rate === 0) return;
    const { c, h, w } = shapes[block + 1]!;
    const mask = dropoutMask({ rate, block, seed }, labels.length * c * h * w);
    masks.set(block, tf.tensor4d(mask, [labels.length, h, w, c]));
  });
  return masks;
}
