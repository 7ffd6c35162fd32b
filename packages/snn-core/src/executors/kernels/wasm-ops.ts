// The layer parts as WebAssembly kernels in the memory of tfjs's wasm backend: what is listed goes
// through ours, dense products through tfjs's. Shapes that do not fit go to the typed arrays.

import * as tf from "@tensorflow/tfjs-core";

import { lifBackwardWasm, lifWasm } from "../../kernels/lif/lif.wasm.ts";
import { listSpikes, listValues } from "../../kernels/listed/list.wasm.ts";
import { canList } from "../../kernels/listed/listed.ts";
import { listedConv, listedFilterGradient } from "../../kernels/listed/listed-conv.wasm.ts";
import { normBackwardOfBlocks, normOfBlocks } from "../../kernels/norm/norm-blocks.ts";
import {
  normBackwardApply,
  normBackwardSums,
  normSums,
  rowsPerBlock,
} from "../../kernels/norm/norm.wasm.ts";
import { countSpikesWasm, poolSpikesWasm } from "../../kernels/spikes/spikes.wasm.ts";
import { runWasmKernel } from "../../kernels/wasm-kernel.ts";
import type { ConvSizes, KernelOps, MapSize, NormSizes, Signal } from "./ops.ts";
import { typedOps } from "./typed-ops.ts";
import { neuronsOf } from "./webgpu-ops.ts";

type Listed = Extract<Signal, { form: "listed" }>;

export const wasmOps: KernelOps = {
  ...typedOps,
  convInput: (x, sizes) => list(x, sizes) ?? typedOps.convInput(x, sizes),
  conv: (x, w, sizes) => {
    if (x.form !== "listed") return typedOps.conv(x, w, sizes);
    return runWasmKernel(listedConv, listedParams(x, sizes), listsOf(x, w))[0]!;
  },
  filterGradient: (x, dy, sizes) => {
    if (x.form !== "listed") return typedOps.filterGradient(x, dy, sizes);
    return runWasmKernel(listedFilterGradient, listedParams(x, sizes), listsOf(x, dy))[0]!;
  },
  norm: (y, gamma, sizes) => {
    if (!fits(sizes)) return typedOps.norm(y, gamma, sizes);
    const [sums] = runWasmKernel(normSums, rowsOf(sizes), [y]);
    const norm = normOfBlocks(floats(sums!), rowsPerBlock(sizes), floats(gamma), sizes);
    return tf.tensor(norm, [4, sizes.norms, sizes.channels]);
  },
  normBackward: (y, dz, norm, sizes) => {
    if (!fits(sizes)) return typedOps.normBackward(y, dz, norm, sizes);
    const { norms, channels } = sizes;
    const [sums] = runWasmKernel(normBackwardSums, rowsOf(sizes), [y, dz, norm]);
    const { dgamma, factors } = normBackwardOfBlocks(floats(sums!), floats(norm), sizes);
    const inputs = [y, dz, norm, tf.tensor1d(factors)];
    const [dy] = runWasmKernel(normBackwardApply, rowsOf(sizes), inputs);
    return { dy: dy!, dgamma: tf.tensor(dgamma, [norms, channels]) };
  },
  lif: (x, norm, params) => {
    if (!fits(params)) return typedOps.lif(x, norm, params);
    return runWasmKernel(lifWasm, params, norm ? [x, norm] : [x])[0]!;
  },
  lifBackward: (x, norm, ds, params) => {
    if (!fits(params)) return typedOps.lifBackward(x, norm, ds, params);
    return runWasmKernel(lifBackwardWasm, params, norm ? [x, norm, ds] : [x, ds])[0]!;
  },
  pool,
  count: (words, size) => {
    if (!fits(size)) return typedOps.count(words, size);
    const params = { timesteps: size.timesteps, neurons: neuronsOf(size) };
    const [counts] = runWasmKernel(countSpikesWasm, params, [words]);
    return tf.cast(tf.transpose(counts!), "float32") as tf.Tensor2D;
  },
};

function pool(words: tf.Tensor, size: MapSize, side: number): tf.Tensor4D {
  if (!fits(size)) return typedOps.pool(words, size, side);
  const [pooled] = runWasmKernel(poolSpikesWasm, { ...size, pool: side }, [words]);
  const [t, b, h, w, c] = pooled!.shape as [number, number, number, number, number];
  return tf.reshape(pooled!, [t * b, h, w, c]);
}

/** Null for what our convolution does not take. */
function list(x: Signal, sizes: ConvSizes): Listed | null {
  const { timesteps, height, width, from, to, kernel } = sizes;
  const maps = { height, width, channels: from, kernel };
  if (to % 4 !== 0 || !canList(maps)) return null;
  if (x.form === "listed") return x;
  if (x.form === "spikes") {
    const frames = timesteps * sizes.frames;
    const params = { ...maps, frames, timesteps };
    const [places, bounds] = runWasmKernel(listSpikes, params, [x.words]);
    return { form: "listed", places: places!, bounds: bounds!, values: null };
  }
  const params = { ...maps, frames: x.value.shape[0] };
  const [places, bounds, values] = runWasmKernel(listValues, params, [x.value]);
  return { form: "listed", places: places!, bounds: bounds!, values: values! };
}

function listedParams({ bounds, values }: Listed, sizes: ConvSizes) {
  const { height, width, from: channels, to, kernel } = sizes;
  const frames = bounds.shape[0] / height;
  const repeats = (sizes.timesteps * sizes.frames) / frames;
  return { frames, height, width, channels, kernel, to, repeats, weighted: values !== null };
}

/** In the order in which the kernels take them. */
const listsOf = ({ places, bounds, values }: Listed, other: tf.Tensor): tf.Tensor[] =>
  values ? [places, bounds, other, values] : [places, bounds, other];

/** Four channels at once. */
const fits = ({ channels }: { channels: number }): boolean => channels % 4 === 0;

const rowsOf = ({ norms, rows, channels }: NormSizes) => ({ norms, rows, channels });

const floats = (value: tf.Tensor) => value.dataSync<"float32">();
