// Convolution for autodiff, with gradients composed from other ops on the backend that lacks one
// and crawls through the other (wasm).

import * as tf from "@tensorflow/tfjs-core";

import { composedFilterGradient } from "./composed-gradient.ts";

/** `x` `[F, H, W, in]`, `w` `[k, k, in, out]`, stride 1, same padding. */
export function sharedConv2d(x: tf.Tensor4D, w: tf.Tensor4D): tf.Tensor4D {
  return tf.getBackend() === "wasm" ? composedConv2d(x, w) : tf.conv2d(x, w, 1, "same");
}

const composedConv2d = tf.customGrad((x, w, save) => {
  const [input, filter] = [x as tf.Tensor4D, w as tf.Tensor4D];
  (save as tf.GradSaveFunc)([input, filter]);
  return {
    value: tf.conv2d(input, filter, 1, "same"),
    gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [keptInput, keptFilter] = saved as [tf.Tensor4D, tf.Tensor4D];
      const dx = inputGradient(dy as tf.Tensor4D, keptFilter);
      return [dx, composedFilterGradient(keptInput, dy as tf.Tensor4D, keptFilter.shape[0])];
    },
  };
}) as (x: tf.Tensor4D, w: tf.Tensor4D) => tf.Tensor4D;

/** An even filter has its longer side behind, turned it has it before: one row and column more. */
function inputGradient(dy: tf.Tensor4D, filter: tf.Tensor4D): tf.Tensor4D {
  const turned = tf.transpose<tf.Tensor4D>(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]);
  if (filter.shape[0] % 2 === 1) return tf.conv2d(dy, turned, 1, "same");
  const [after, before] = [filter.shape[0] / 2, filter.shape[0] / 2 - 1];
  const sides: [number, number] = [after, before];
  return tf.conv2d(tf.pad(dy, [[0, 0], sides, sides, [0, 0]]), turned, 1, "valid");
}
