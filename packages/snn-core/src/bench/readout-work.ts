// The readout as a workload: mean over time, logits, softmax and cross entropy, both gradients. The
// baseline is what the reference executor composes, differentiated by tfjs.

// The gradients of tfjs's ops.
import "@tensorflow/tfjs";
import * as tf from "@tensorflow/tfjs-core";

import {
  crossEntropy,
  logits,
  meanOverTime,
  readoutInputGradient,
  readoutWeightGradient,
} from "../engine/kernels/readout.ts";
import { readoutSizes } from "../engine/program/training.ts";
import { lossTensor } from "../executors/reference/loss.ts";
import { plainLoss } from "../train/loss-options.ts";
import type { NetworkCase } from "./first-layer-work.ts";
import { channelsCut, noise, relativeError, spikeCounts } from "./inputs.ts";
import { openWorkload, type WorkloadParts } from "./open-workload.ts";
import type { Workload } from "./workload.ts";

export function readout(p: NetworkCase): Workload {
  const { network, batch } = p;
  const sizes = readoutSizes(network, batch);
  const { from, classes, timesteps, input } = sizes;
  if (input.kind !== "packed") throw new Error("this readout does not take spikes");
  const product = 2 * batch * from * classes;
  return {
    name: `readout, softmax and cross entropy with their gradients, ${from} to ${classes}, T = ${timesteps}, batch ${batch}`,
    kind: "other",
    baseline: "the same in tfjs ops and autodiff",
    flops: 3 * product + timesteps * batch * from,
    bytes: 4 * (input.words * batch * from + 2 * from * classes + batch * from),
    open: (gpu) => {
      const cells = batch * from;
      const spikes = spikeCounts(input, { timesteps, cells, window: 1 / input.scale, seed: 5 });
      const weights = noise(from * classes, 6).map((value) => value / Math.sqrt(from));
      const labels = Int32Array.from({ length: batch }, (_, b) => b % classes);
      const x = tf.tensor2d(spikes.dense, [timesteps * batch, from]);
      const w = tf.tensor2d(weights, [from, classes]);
      const gradients = tf.grads((w: tf.Tensor, x: tf.Tensor) => {
        const perStep = tf.reshape(tf.matMul(x, w), [timesteps, batch, classes]);
        return lossTensor(tf.div(tf.sum(perStep, 0), timesteps), labels, plainLoss);
      });
      return openWorkload(gpu, {
        steps: stepsOf(sizes),
        inputs: {
          x: spikes.words,
          w: rowsPadded(weights, classes, sizes.to),
          job: Uint32Array.of(0, ...new Uint32Array(batch), ...labels),
        },
        sizes: buffersOf(sizes),
        tensors: [x, w],
        theirs: () => gradients([w, x]),
        results: ["dw", "ds"],
        read: ([dw, ds]) =>
          joined(channelsCut(floats(dw!, from * sizes.to), sizes.to, classes), floats(ds!, cells)),
        // The gradient of the input is the same at each step.
        wanted: ([dw, dx]) => joined(dw!, dx!.subarray(0, cells)),
        error: relativeError,
      });
    },
  };
}

type Sizes = ReturnType<typeof readoutSizes>;

const stepsOf = (sizes: Sizes): WorkloadParts["steps"] => [
  { shader: meanOverTime(sizes), bound: ["x", "mean"] },
  { shader: logits(sizes), bound: ["mean", "w", "logits"] },
  { shader: crossEntropy(sizes), bound: ["logits", "job", "judged", "dlogits"] },
  { shader: readoutWeightGradient(sizes), bound: ["mean", "dlogits", "dw"] },
  { shader: readoutInputGradient(sizes), bound: ["dlogits", "w", "ds"] },
];

const buffersOf = ({ batch, from, to }: Sizes): WorkloadParts["sizes"] => ({
  mean: batch * from,
  logits: batch * to,
  judged: 2 * batch,
  dlogits: batch * to,
  dw: from * to,
  ds: batch * from,
});

/** Rows of `columns` values with zeros behind them. */
function rowsPadded(values: Float32Array, columns: number, padded: number) {
  const out = new Float32Array((values.length / columns) * padded);
  values.forEach((value, i) => {
    out[Math.floor(i / columns) * padded + (i % columns)] = value;
  });
  return out;
}

const floats = (bytes: ArrayBuffer, length: number) => new Float32Array(bytes, 0, length);

const joined = (one: Float32Array, other: Float32Array): Float32Array =>
  Float32Array.of(...one, ...other);
