// The layer parts as WGSL kernels on tfjs's webgpu backend.

import * as tf from "@tensorflow/tfjs-core";

import { conv } from "../../kernels/conv/conv.ts";
import { padding } from "../../kernels/conv/geometry.ts";
import { spikeConv } from "../../kernels/conv/spike-conv.ts";
import {
  sumChunks,
  weightGradient,
  weightGradientChunks,
} from "../../kernels/conv/weight-gradient.ts";
import { runKernel } from "../../kernels/kernel.ts";
import { lifBackward, lifForward } from "../../kernels/lif/lif.ts";
import {
  normBackwardApply,
  normBackwardFinish,
  normBackwardPartial,
  normChunks,
  normFinish,
  normPartial,
} from "../../kernels/norm/norm.ts";
import { countSpikes, poolSpikes } from "../../kernels/spikes/spikes.ts";
import type { ConvSizes, KernelOps, MapSize, NormSizes, Signal } from "./ops.ts";

export const webgpuOps: KernelOps = {
  convInput: everyStep,
  conv: (x, w, sizes) => {
    const y =
      x.form === "spikes"
        ? runKernel(spikeConv, sizes, [x.words, w])
        : runKernel(conv, denseSizes(sizes), [valueOf(x), w]);
    return tf.reshape(y, frameShape(sizes, sizes.to));
  },
  filterGradient,
  inputGradient: (dy, w, sizes) => {
    const { kernel, from, to } = sizes;
    const pad = kernel - 1 - padding(kernel);
    return runKernel(conv, { ...denseSizes(sizes), from: to, to: from, pad }, [dy, turnFilter(w)]);
  },
  linear: (x, w) => tf.matMul(x, w, false, true),
  linearGradient: (dy, x) => tf.matMul(dy, x, true, false),
  norm: (y, gamma, sizes) => {
    const params = withChunks(sizes);
    const partial = runKernel(normPartial, params, [y]);
    return runKernel(normFinish, params, [partial, y, gamma]);
  },
  normBackward: (y, dz, norm, sizes) => {
    const params = withChunks(sizes);
    const partial = runKernel(normBackwardPartial, params, [y, dz, norm]);
    const sums = runKernel(normBackwardFinish, params, [partial]);
    const dy = runKernel(normBackwardApply, params, [y, dz, norm, sums]);
    return { dy, dgamma: tf.slice(sums, [1], [1]) };
  },
  lif: (x, norm, params) => runKernel(lifForward, params, norm ? [x, norm] : [x]),
  lifBackward: (x, norm, ds, params) =>
    runKernel(lifBackward, params, norm ? [x, norm, ds] : [x, ds]),
  pool: (words, size, pool) => {
    const pooled = runKernel(poolSpikes, { ...size, pool }, [words]);
    const [t, b, h, w, c] = pooled.shape as [number, number, number, number, number];
    return tf.reshape(pooled, [t * b, h, w, c]);
  },
  count: (words, size) => {
    const neurons = neuronsOf(size);
    const chunks = Math.max(1, Math.min(256, Math.ceil(neurons / 64)));
    return runKernel(countSpikes, { timesteps: size.timesteps, neurons, chunks }, [
      words,
    ]) as tf.Tensor2D;
  },
};

/** A dense signal that is the same at each step, written out for all of them. */
export function everyStep(x: Signal, { timesteps, frames }: ConvSizes): Signal {
  if (x.form !== "dense" || x.value.shape[0] === timesteps * frames) return x;
  return { form: "dense", value: tf.tile(x.value, [timesteps, 1, 1, 1]) };
}

const valueOf = (x: Signal): tf.Tensor4D => (x as { value: tf.Tensor4D }).value;

/** The filter that turns a convolution into its own input gradient: taps reversed, in <-> out. */
export function turnFilter(w: tf.Tensor4D): tf.Tensor4D {
  return tf.transpose(tf.reverse(w, [0, 1]), [0, 1, 3, 2]);
}

function filterGradient(x: Signal, dy: tf.Tensor, sizes: ConvSizes): tf.Tensor {
  const source = x.form === "spikes" ? "spikes" : "dense";
  const chunks = weightGradientChunks({ ...sizes, source });
  const input = x.form === "spikes" ? x.words : valueOf(x);
  const partial = runKernel(weightGradient, { ...sizes, source, chunks }, [input, dy]);
  const { kernel, from, to } = sizes;
  const length = kernel * kernel * from * to;
  const whole = chunks === 1 ? partial : runKernel(sumChunks, { chunks, length }, [partial]);
  return tf.reshape(whole, [kernel, kernel, from, to]);
}

const denseSizes = ({ timesteps, ...sizes }: ConvSizes) => ({
  ...sizes,
  frames: sizes.frames * timesteps,
});

const frameShape = (sizes: ConvSizes, channels: number) => [
  sizes.frames * sizes.timesteps,
  sizes.height,
  sizes.width,
  channels,
];

const withChunks = (sizes: NormSizes) => ({
  ...sizes,
  chunks: normChunks(sizes.norms, sizes.rows, sizes.channels),
});

export const neuronsOf = ({ batch, height, width, channels }: MapSize): number =>
  batch * height * width * channels;
