// What the benchmark times: each kernel beside the same work in tfjs's own ops, on the same inputs
// and the same adapter. The caller owns clock and repetition.

// The gradients of tfjs's ops, for the baselines.
import "@tensorflow/tfjs";
import * as tf from "@tensorflow/tfjs-core";

import { withTfjsGradients } from "../executors/kernels/tfjs-gradients.ts";
import { webgpuOps } from "../executors/kernels/webgpu-ops.ts";
import { lif } from "../executors/reference/network.ts";
import { runKernel } from "../kernels/kernel.ts";
import { lifBackward, lifForward } from "../kernels/lif/lif.ts";
import { preset } from "../model/presets.ts";
import { uniformAt } from "../random/counter.ts";

export interface Workload {
  name: string;
  /** What it is held against. */
  baseline: string;
  /** Floating-point operations of the work; null where they are not what it costs. */
  flops: number | null;
  ours: () => tf.Tensor;
  theirs: () => tf.Tensor;
}

/** Needs the webgpu backend to be active (`activateBackend("webgpu")`). */
export function kernelWorkloads(): Workload[] {
  return [
    lifWorkload(20, 65_536),
    lifWorkload(4, 65_536),
    filterGradientWorkload({ frames: 20, side: 32, channels: 64 }),
    filterGradientWorkload({ frames: 20, side: 16, channels: 128 }),
    filterGradientWorkload({ frames: 20, side: 8, channels: 256 }),
    inputGradientWorkload({ frames: 20, side: 16, channels: 128 }),
    spikeConvWorkload({ timesteps: 20, batch: 2, side: 16, channels: 128 }),
  ];
}

/** Runs one side to its end on the device and throws the result away. */
export async function finish(work: () => tf.Tensor): Promise<void> {
  const probe = tf.tidy(() => tf.slice(tf.reshape(work(), [-1]), [0], [1]));
  await probe.data();
  probe.dispose();
}

function noise(shape: number[], seed: number): tf.Tensor {
  const size = shape.reduce((product, n) => product * n, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, (_, i) => 2 * uniformAt(seed, i) - 1),
    shape,
  );
}

function lifWorkload(timesteps: number, neurons: number): Workload {
  const { leak, threshold, surrogate } = preset("s4", 10);
  const x = noise([timesteps, neurons], 1) as tf.Tensor2D;
  const ds = noise([timesteps, neurons], 2);
  const sizes = { timesteps, rows: neurons / 64, channels: 64, norms: 0, leak, threshold };
  const back = { ...sizes, height: 1, width: 1, pool: 1, surrogateScale: surrogate.scale };
  const gradient = tf.grad((current) =>
    tf.sum(tf.mul(lif(current as tf.Tensor2D, { leak, threshold, surrogate }), ds)),
  );
  return {
    name: `LIF forward + backward, T = ${timesteps}, ${neurons} neurons`,
    baseline: "the same in tfjs ops",
    flops: null,
    ours: () => {
      runKernel(lifForward, sizes, [x]);
      return runKernel(lifBackward, back, [x, ds]);
    },
    theirs: () => gradient(x),
  };
}

interface MapsOf {
  frames: number;
  side: number;
  channels: number;
}

const sizesOf = ({ frames, side, channels }: MapsOf) => ({
  frames,
  height: side,
  width: side,
  from: channels,
  to: channels,
  kernel: 3,
  timesteps: 1,
});

const convFlops = ({ frames, side, channels }: MapsOf) =>
  2 * 9 * channels ** 2 * side ** 2 * frames;

function filterGradientWorkload(maps: MapsOf): Workload {
  const { frames, side, channels } = maps;
  const x = noise([frames, side, side, channels], 3) as tf.Tensor4D;
  const dy = noise([frames, side, side, channels], 4) as tf.Tensor4D;
  return {
    name: `filter gradient, ${channels} to ${channels}, ${side} x ${side}, ${frames} maps`,
    baseline: "tfjs Conv2DBackpropFilter",
    flops: convFlops(maps),
    ours: () => webgpuOps.filterGradient({ form: "dense", value: x }, dy, sizesOf(maps)),
    theirs: () =>
      withTfjsGradients(() =>
        tf.engine().runKernel<tf.Tensor>(
          "Conv2DBackpropFilter",
          { x, dy },
          {
            strides: [1, 1],
            pad: "same",
            dataFormat: "NHWC",
            filterShape: [3, 3, channels, channels],
          },
        ),
      ),
  };
}

function inputGradientWorkload(maps: MapsOf): Workload {
  const { frames, side, channels } = maps;
  const dy = noise([frames, side, side, channels], 5) as tf.Tensor4D;
  const filter = noise([3, 3, channels, channels], 6) as tf.Tensor4D;
  return {
    name: `input gradient, ${channels} to ${channels}, ${side} x ${side}, ${frames} maps`,
    baseline: "tfjs Conv2DBackpropInput",
    flops: convFlops(maps),
    ours: () => webgpuOps.inputGradient(dy, filter, sizesOf(maps)),
    theirs: () =>
      withTfjsGradients(() =>
        tf
          .engine()
          .runKernel<tf.Tensor>(
            "Conv2DBackpropInput",
            { dy, filter },
            { strides: [1, 1], pad: "same", dataFormat: "NHWC", inputShape: dy.shape },
          ),
      ),
  };
}

function spikeConvWorkload(p: {
  timesteps: number;
  batch: number;
  side: number;
  channels: number;
}) {
  const { timesteps, batch, side, channels } = p;
  const size = batch * side * side * channels;
  const bits = Int32Array.from({ length: size }, (_, i) => {
    let word = 0;
    for (let t = 0; t < timesteps; t++) if (uniformAt(8, i * timesteps + t) < 0.15) word |= 1 << t;
    return word;
  });
  const words = tf.tensor(bits, [1, batch, side, side, channels], "int32");
  const filter = noise([3, 3, channels, channels], 9) as tf.Tensor4D;
  const dense = webgpuOps.pool(words, { timesteps, batch, height: side, width: side, channels }, 1);
  const maps = { frames: timesteps * batch, side, channels };
  return {
    name: `convolution of packed spikes, T = ${timesteps}, ${channels} to ${channels}, ${side} x ${side}`,
    baseline: "tf.conv2d on unpacked spikes",
    flops: convFlops(maps),
    ours: () =>
      webgpuOps.conv({ form: "spikes", words }, filter, {
        ...sizesOf(maps),
        frames: batch,
        timesteps,
      }),
    theirs: () => tf.conv2d(dense, filter, 1, "same"),
  };
}
