// Our convolution gradients as tfjs's own kernels on the webgpu backend: any tfjs model gains.
// tfjs 4.22 computes the filter gradient with one thread per weight.

import * as tf from "@tensorflow/tfjs-core";

import { webgpuOps } from "./webgpu-ops.ts";

const FILTER = "Conv2DBackpropFilter";
const INPUT = "Conv2DBackpropInput";
const BACKEND = "webgpu";

interface Attributes {
  strides: number | [number, number];
  pad: string | number;
  dataFormat: string;
  filterShape?: number[];
  inputShape?: number[];
}

type Originals = Map<string, tf.KernelConfig>;
let originals: Originals | null = null;

/**
 * Puts the fast gradients in place of tfjs's. Convolutions that they do not cover (a stride, a
 * dilation, another padding) go to the kernel that was there before. Calling it again is harmless.
 * The webgpu backend must be there: see `activateBackend`.
 */
export function installFastGradients(): void {
  if (originals) return;
  const kept: Originals = new Map();
  for (const name of [FILTER, INPUT]) kept.set(name, tf.getKernel(name, BACKEND));
  originals = kept;
  swap(FILTER, (args) =>
    covers(args.attrs) ? filterGradient(args) : kept.get(FILTER)!.kernelFunc(args),
  );
  swap(INPUT, (args) =>
    covers(args.attrs) ? inputGradient(args) : kept.get(INPUT)!.kernelFunc(args),
  );
}

/** Puts tfjs's own gradients back. */
export function uninstallFastGradients(): void {
  if (!originals) return;
  for (const [name, config] of originals) swap(name, config.kernelFunc);
  originals = null;
}

/** Runs synchronous `work` with tfjs's own gradients, whatever is installed. */
export function withTfjsGradients<R>(work: () => R): R {
  if (!originals) return work();
  uninstallFastGradients();
  try {
    return work();
  } finally {
    installFastGradients();
  }
}

function swap(kernelName: string, kernelFunc: tf.KernelFunc): void {
  tf.unregisterKernel(kernelName, BACKEND);
  tf.registerKernel({ kernelName, backendName: BACKEND, kernelFunc });
}

function covers(attributes: tf.NamedAttrMap | undefined): boolean {
  const { strides, pad, dataFormat } = attributes as unknown as Attributes;
  const [a, b] = typeof strides === "number" ? [strides, strides] : strides;
  return a === 1 && b === 1 && pad === "same" && dataFormat === "NHWC";
}

type KernelArguments = Parameters<tf.KernelFunc>[0];

function filterGradient({ inputs, attrs }: KernelArguments): tf.TensorInfo {
  const { x, dy } = inputs as { x: tf.Tensor4D; dy: tf.Tensor4D };
  const { filterShape } = attrs as unknown as Attributes;
  const [kernel, , from, to] = filterShape as [number, number, number, number];
  const [frames, height, width] = x.shape;
  const sizes = { frames, height, width, from, to, kernel, timesteps: 1 };
  return webgpuOps.filterGradient({ form: "dense", value: x }, dy, sizes);
}

function inputGradient({ inputs, attrs }: KernelArguments): tf.TensorInfo {
  const { dy, filter } = inputs as { dy: tf.Tensor4D; filter: tf.Tensor4D };
  const { inputShape } = attrs as unknown as Attributes;
  const [frames, height, width, from] = inputShape as [number, number, number, number];
  const [kernel, , , to] = filter.shape;
  const sizes = { frames, height, width, from, to, kernel, timesteps: 1 };
  return webgpuOps.inputGradient(dy, filter, sizes);
}
