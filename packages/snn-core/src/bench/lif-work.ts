// Batch norm through time and the neurons behind it as workloads: forward, and there and back. The
// baseline is the reference executor's own composition of tfjs ops, differentiated by tfjs.

// The gradients of tfjs's ops.
import "@tensorflow/tfjs";
import * as tf from "@tensorflow/tfjs-core";

import {
  backwardPieces,
  lifBackwardApply,
  lifBackwardSums,
} from "../engine/kernels/lif-backward.ts";
import { lifForward } from "../engine/kernels/lif-forward.ts";
import { neuronsOf } from "../engine/kernels/lif-sizes.ts";
import { normBackwardFinish, normFinish, normPartial, normPieces } from "../engine/kernels/norm.ts";
import { spikeForm } from "../engine/plan/form.ts";
import { lif } from "../executors/reference/network.ts";
import type { ModelSpec } from "../model/spec.ts";
import { meanError, noise, unpacked } from "./inputs.ts";
import { openWorkload, type WorkloadParts } from "./open-workload.ts";
import type { Workload } from "./workload.ts";

export interface LifCase {
  spec: ModelSpec;
  /** Side of a map. */
  side: number;
  channels: number;
  batch: number;
}

/** Operations on one value: statistics, norm and neuron; then those of both backward passes. */
const FORWARD_FLOPS = 10;
const BACKWARD_FLOPS = 39;

export const neurons = (p: LifCase): Workload[] => [forward(p), roundTrip(p)];

function sizesOf({ spec, side, channels, batch }: LifCase) {
  const { timesteps, leak, threshold } = spec;
  const images = { first: 0, count: batch, batch };
  const [height, width] = [side, side];
  return {
    lif: {
      timesteps,
      ySteps: timesteps,
      images,
      height,
      width,
      channels,
      norms: timesteps,
      leak,
      threshold,
    },
    norm: { norms: timesteps, ySteps: timesteps, channels, rows: batch * side * side },
    spikes: spikeForm(timesteps),
  };
}

const shapeOf = ({ spec, side, channels, batch }: LifCase): string =>
  `${(batch * side * side * channels).toLocaleString("en")} neurons, T = ${spec.timesteps}`;

function forward(p: LifCase): Workload {
  const { lif: sizes, spikes } = sizesOf(p);
  const values = p.spec.timesteps * neuronsOf(sizes);
  const { y, gamma } = tensorsOf(p);
  return {
    name: `norm and LIF forward, ${shapeOf(p)}`,
    kind: "neurons",
    baseline: "the same in tfjs ops",
    flops: FORWARD_FLOPS * values,
    bytes: 4 * (2 * values + spikes.words * neuronsOf(sizes)),
    open: (gpu) => {
      const [current, scale] = [y(), gamma()];
      return openWorkload(gpu, {
        ...forwardParts(p),
        tensors: [current, scale],
        theirs: () => spiking(p, current, scale),
        read: ([bits]) => unpacked(new Uint32Array(bits!), spikes, p.spec.timesteps),
        error: meanError,
      });
    },
  };
}

function roundTrip(p: LifCase): Workload {
  const { lif: sizes, spikes } = sizesOf(p);
  const values = p.spec.timesteps * neuronsOf(sizes);
  const { y, gamma } = tensorsOf(p);
  const upstream = noise(values, 2);
  return {
    name: `norm and LIF forward and backward, ${shapeOf(p)}`,
    kind: "neurons",
    baseline: "the same in tfjs ops and autodiff",
    flops: (FORWARD_FLOPS + BACKWARD_FLOPS) * values,
    bytes: 4 * (7 * values + spikes.words * neuronsOf(sizes)),
    open: (gpu) => {
      const [current, scale] = [y(), gamma()];
      const ds = tf.tensor(upstream, [p.spec.timesteps, neuronsOf(sizes)]);
      const gradients = tf.grads((a: tf.Tensor, b: tf.Tensor) =>
        tf.sum(tf.mul(spiking(p, a as tf.Tensor3D, b as tf.Tensor2D), ds)),
      );
      return openWorkload(gpu, {
        ...withBackward(p, upstream),
        tensors: [current, scale, ds],
        theirs: () => gradients([current, scale]),
        error: meanError,
      });
    },
  };
}

/** `y` `[T, rows, C]` and gamma `[T, C]`, on demand. */
function tensorsOf(p: LifCase) {
  const { norm } = sizesOf(p);
  const shape: [number, number, number] = [norm.norms, norm.rows, p.channels];
  const size = norm.norms * norm.rows * p.channels;
  return {
    y: () => tf.tensor3d(noise(size, 1), shape),
    gamma: () => tf.ones<tf.Rank.R2>([norm.norms, p.channels]),
  };
}

/** `[T, rows, C]` -> spikes `[T, rows C]`, as the reference executor composes them. */
function spiking({ spec }: LifCase, y: tf.Tensor3D, gamma: tf.Tensor2D): tf.Tensor2D {
  const centred = tf.sub(y, tf.mean(y, 1, true));
  const variance = tf.mean(tf.square(centred), 1, true);
  const scale = tf.mul(tf.rsqrt(tf.add(variance, spec.normEps)), tf.expandDims(gamma, 1));
  return lif(tf.reshape(tf.mul(centred, scale), [spec.timesteps, -1]), spec);
}

type OwnParts = Pick<WorkloadParts, "steps" | "inputs" | "sizes">;

function forwardParts(p: LifCase): OwnParts {
  const { lif: sizes, norm, spikes } = sizesOf(p);
  const pieces = normPieces(norm);
  const { normEps: eps, normMomentum: momentum } = p.spec;
  const finish = normFinish({ ...norm, pieces, eps, momentum, count: norm.rows });
  return {
    steps: [
      { shader: normPartial({ ...norm, pieces, firstPiece: 0 }), bound: ["y", "partials"] },
      { shader: finish, bound: ["partials", "gamma", "norm", "deviation", "running"] },
      {
        shader: lifForward({ ...sizes, pool: 1, output: spikes, spikes: null }),
        bound: ["y", "norm", "out", "counts"],
      },
    ],
    inputs: {
      y: noise(norm.norms * norm.rows * norm.channels, 1),
      gamma: new Float32Array(norm.norms * norm.channels).fill(1),
    },
    sizes: buffersOf(p, Math.max(pieces, backwardPieces(sizes))),
  };
}

/** Buffers that the kernels write, in groups of four bytes. */
function buffersOf(p: LifCase, pieces: number): Record<string, number> {
  const { lif: sizes, norm, spikes } = sizesOf(p);
  const factors = norm.norms * norm.channels;
  return {
    partials: 4 * factors * pieces,
    norm: 2 * factors,
    deviation: factors,
    running: 2 * factors,
    counts: norm.norms,
    out: spikes.words * neuronsOf(sizes),
  };
}

/** The gradient is written over `y`, which each run gets anew. */
function withBackward(p: LifCase, ds: Float32Array<ArrayBuffer>) {
  const { lif: sizes, norm } = sizesOf(p);
  const way = forwardParts(p);
  const { surrogate } = p.spec;
  const params = {
    ...sizes,
    activation: "lif",
    surrogateScale: surrogate.scale,
    pool: 1,
    isConstant: false,
  } as const;
  const pieces = backwardPieces(params);
  const sums = lifBackwardSums({ ...params, pieces, firstPiece: 0 });
  const { norms, channels, rows } = norm;
  const finish = normBackwardFinish({ norms, channels, pieces, count: rows });
  const { y } = way.inputs;
  return {
    steps: [
      ...way.steps,
      { shader: sums, bound: ["y", "norm", "ds", "partials"] },
      { shader: finish, bound: ["partials", "norm", "deviation", "factors", "dgamma"] },
      { shader: lifBackwardApply(params), bound: ["y", "ds", "norm", "factors"] },
    ],
    inputs: { ...way.inputs, kept: y!, ds },
    sizes: { ...way.sizes, factors: 4 * norms * channels, dgamma: norms * channels },
    restore: ["kept", "y"] as [string, string],
    results: ["y"],
  };
}
