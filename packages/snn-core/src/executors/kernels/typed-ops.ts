// The layer parts without a GPU: neurons and norms as loops over typed arrays, convolutions as
// compositions that tfjs's wasm backend runs fast. Used on the wasm and cpu backends.

import * as tf from "@tensorflow/tfjs-core";

import { lifBackwardTyped, lifTyped } from "../../kernels/lif/lif.typed.ts";
import { wordsFor } from "../../kernels/lif/lif.ts";
import { normBackwardTyped, normTyped } from "../../kernels/norm/norm.typed.ts";
import { countSpikesTyped, poolSpikesTyped } from "../../kernels/spikes/spikes.typed.ts";
import { composedFilterGradient } from "../reference/composed-gradient.ts";
import type { ConvSizes, KernelOps, MapSize, Signal } from "./ops.ts";
import { everyStep, neuronsOf, turnFilter } from "./webgpu-ops.ts";

export const typedOps: KernelOps = {
  convInput: (x, sizes) => ({ form: "dense", value: denseOf(x, sizes) }),
  conv: (x, w, sizes) => tf.conv2d(denseOf(x, sizes), w, 1, "same"),
  filterGradient: (x, dy, sizes) =>
    composedFilterGradient(denseOf(x, sizes), maps(dy, sizes, sizes.to), sizes.kernel),
  inputGradient: (dy, w, sizes) => {
    const { kernel } = sizes;
    const turned = turnFilter(w);
    const gradient = maps(dy, sizes, sizes.to);
    if (kernel % 2 === 1) return tf.conv2d(gradient, turned, 1, "same");
    const before = kernel / 2;
    const padded = tf.pad(gradient, [
      [0, 0],
      [before, before - 1],
      [before, before - 1],
      [0, 0],
    ]);
    return tf.conv2d(padded, turned, 1, "valid");
  },
  // Explicit transposes: the wasm backend is fast only where neither side is transposed.
  linear: (x, w) => tf.matMul(x, tf.transpose<tf.Tensor2D>(w)),
  linearGradient: (dy, x) => tf.matMul(tf.transpose<tf.Tensor2D>(dy), x),
  norm: (y, gamma, sizes) =>
    tf.tensor(normTyped(floats(y), floats(gamma), sizes), [4, sizes.norms, sizes.channels]),
  normBackward: (y, dz, norm, sizes) => {
    const { dy, dgamma } = normBackwardTyped(floats(y), floats(dz), floats(norm), sizes);
    const { norms, rows, channels } = sizes;
    return {
      dy: tf.tensor(dy, [norms, rows, channels]),
      dgamma: tf.tensor(dgamma, [norms, channels]),
    };
  },
  lif: (x, norm, params) => {
    const words = lifTyped(floats(x), norm && floats(norm), params);
    return tf.tensor(words, [wordsFor(params.timesteps), params.rows, params.channels], "int32");
  },
  lifBackward: (x, norm, ds, params) => {
    const du = lifBackwardTyped(floats(x), norm && floats(norm), floats(ds), params);
    return tf.tensor(du, [params.timesteps, params.rows, params.channels]);
  },
  pool,
  count: (words, size) => {
    const counts = countSpikesTyped(integers(words), size.timesteps, neuronsOf(size));
    return tf.tensor2d(counts, [1, size.timesteps]);
  },
};

function pool(words: tf.Tensor, size: MapSize, side: number): tf.Tensor4D {
  const pooled = poolSpikesTyped(integers(words), { ...size, pool: side });
  const height = Math.floor(size.height / side);
  const width = Math.floor(size.width / side);
  return tf.tensor4d(pooled, [size.timesteps * size.batch, height, width, size.channels]);
}

function denseOf(x: Signal, sizes: ConvSizes): tf.Tensor4D {
  if (x.form === "spikes") {
    return pool(x.words, { ...sizes, batch: sizes.frames, channels: sizes.from }, 1);
  }
  return (everyStep(x, sizes) as { value: tf.Tensor4D }).value;
}

const maps = (
  value: tf.Tensor,
  { timesteps, frames, height, width }: ConvSizes,
  channels: number,
) => tf.reshape<tf.Rank.R4>(value, [timesteps * frames, height, width, channels]);

const floats = (value: tf.Tensor) => value.dataSync<"float32">();
const integers = (value: tf.Tensor) => value.dataSync<"int32">();
