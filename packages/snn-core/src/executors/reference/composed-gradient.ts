// Gradient of a convolution's filter as one matrix product per tap: for backends without the
// kernel (tfjs issue 8474), and faster than a missing loop would be.

import * as tf from "@tensorflow/tfjs-core";

/**
 * `x` `[F, H, W, from]`, `dy` `[F, H, W, to]` -> `[k, k, from, to]`; stride 1, same padding.
 * The transpose is explicit because the wasm backend is slow with `transposeA`.
 */
export function composedFilterGradient(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  kernel: number,
): tf.Tensor4D {
  return tf.tidy(() => {
    const [frames, height, width, from] = x.shape;
    const to = dy.shape[3];
    const before = Math.floor((kernel - 1) / 2);
    const after = kernel - 1 - before;
    const padded = tf.pad(x, [
      [0, 0],
      [before, after],
      [before, after],
      [0, 0],
    ]);
    const gradient = tf.reshape(dy, [-1, to]);
    const taps: tf.Tensor[] = [];
    for (let i = 0; i < kernel; i++) {
      for (let j = 0; j < kernel; j++) {
        const shifted = tf.reshape(tf.slice(padded, [0, i, j, 0], [frames, height, width, from]), [
          -1,
          from,
        ]);
        taps.push(tf.matMul(tf.transpose(shifted), gradient));
      }
    }
    return tf.reshape(tf.stack(taps), [kernel, kernel, from, to]);
  });
}
