// What the hand-written training step asks of a device: one function per layer part.
// Three sets exist: WGSL kernels (webgpu-ops.ts), WebAssembly kernels (wasm-ops.ts) and loops over
// typed arrays (typed-ops.ts).

import type * as tf from "@tensorflow/tfjs-core";

import type { ConvParams } from "../../kernels/conv/geometry.ts";
import type { LifBackwardParams, LifParams } from "../../kernels/lif/lif.ts";

/** What flows between blocks. */
export type Signal =
  /** Packed spikes, `[words, B, H, W, C]` int32. */
  | { form: "spikes"; words: tf.Tensor }
  /** `[T * B, H, W, C]` float32; `[B, H, W, C]` where every step gets the same. */
  | { form: "dense"; value: tf.Tensor4D }
  /** What is not zero, as kernels/listed has it; without `values` all of it is spikes. */
  | { form: "listed"; places: tf.Tensor; bounds: tf.Tensor; values: tf.Tensor | null };

/** Map sizes at a block. */
export interface MapSize {
  timesteps: number;
  batch: number;
  height: number;
  width: number;
  channels: number;
}

export interface NormSizes {
  norms: number;
  rows: number;
  channels: number;
  eps: number;
}

/** Frames are the batch alone; the steps come on top. */
export interface ConvSizes extends ConvParams {
  timesteps: number;
}

export interface KernelOps {
  /** The form in which both `conv` and `filterGradient` read `x`; made once, kept for the way back. */
  convInput(x: Signal, sizes: ConvSizes): Signal;
  /** `w` `[k, k, from, to]` -> `[T * B, H, W, to]`. */
  conv(x: Signal, w: tf.Tensor4D, sizes: ConvSizes): tf.Tensor;
  /** -> `[k, k, from, to]` */
  filterGradient(x: Signal, dy: tf.Tensor, sizes: ConvSizes): tf.Tensor;
  /** -> `[T * B, H, W, from]` */
  inputGradient(dy: tf.Tensor, w: tf.Tensor4D, sizes: ConvSizes): tf.Tensor;
  /** `x` `[rows, in]`, `w` `[out, in]` -> `[rows, out]`. */
  linear(x: tf.Tensor2D, w: tf.Tensor2D): tf.Tensor2D;
  /** `dy` `[rows, out]`, `x` `[rows, in]` -> `[out, in]`. */
  linearGradient(dy: tf.Tensor2D, x: tf.Tensor2D): tf.Tensor2D;
  /** `y` `[norms, rows, C]`, `gamma` `[norms, C]` -> mean, variance, scale, shift `[4, norms, C]`. */
  norm(y: tf.Tensor, gamma: tf.Tensor, sizes: NormSizes): tf.Tensor;
  normBackward(
    y: tf.Tensor,
    dz: tf.Tensor,
    norm: tf.Tensor,
    sizes: NormSizes,
  ): { dy: tf.Tensor; dgamma: tf.Tensor };
  /** -> packed spikes, `[words, rows, C]`. */
  lif(x: tf.Tensor, norm: tf.Tensor | null, params: LifParams): tf.Tensor;
  /** -> gradient of the current, `[T, rows, C]`. */
  lifBackward(
    x: tf.Tensor,
    norm: tf.Tensor | null,
    ds: tf.Tensor,
    params: LifBackwardParams,
  ): tf.Tensor;
  /** Packed spikes to their mean over windows, `[T * B, H / pool, W / pool, C]`. */
  pool(words: tf.Tensor, size: MapSize, pool: number): tf.Tensor4D;
  /** Packed spikes to spikes at each step: `[parts, T]`, to be added over the parts. */
  count(words: tf.Tensor, size: MapSize): tf.Tensor2D;
}
