// The three convolutions of a layer as workloads: forward from packed spikes, gradient of the input,
// gradient of the filter.

import * as tf from "@tensorflow/tfjs-core";

import { packedConv } from "../engine/kernels/packed-conv.ts";
import { tileConv } from "../engine/kernels/tile-conv.ts";
import {
  sumPieces,
  weightGradient,
  weightGradientPieces,
} from "../engine/kernels/weight-gradient.ts";
import type { Packed } from "../engine/plan/form.ts";
import type { Layer } from "../engine/plan/network.ts";
import { type Tuning, variantsOf } from "../engine/plan/tuning.ts";
import { noise, relativeError, spikeCounts } from "./inputs.ts";
import { openWorkload } from "./open-workload.ts";
import type { Workload } from "./workload.ts";

export interface ConvCase {
  layer: Layer & { input: Packed };
  timesteps: number;
  batch: number;
  tuning: Tuning;
}

/** A layer that takes spikes; @throws for another. */
export function spikingLayer(layer: Layer | undefined): ConvCase["layer"] {
  if (layer?.input.kind !== "packed") throw new Error("this layer does not take spikes");
  return { ...layer, input: layer.input };
}

export const convolutions = (p: ConvCase): Workload[] => [
  forward(p),
  inputGradient(p),
  filterGradient(p),
];

const shapeOf = ({ layer: { from, to, height, width }, timesteps, batch }: ConvCase): string =>
  `${from} to ${to} channels, ${height} x ${width}, T = ${timesteps}, batch ${batch}`;

/** Values of a tensor of the case. */
function lengths({ layer, timesteps, batch }: ConvCase) {
  const { height, width, from, to, kernel, input } = layer;
  const pixels = batch * height * width;
  return {
    words: input.words * pixels * from,
    from: timesteps * pixels * from,
    to: timesteps * pixels * to,
    filter: kernel ** 2 * from * to,
    flops: 2 * kernel ** 2 * from * to * pixels * timesteps,
  };
}

const variants = ({ tuning, layer, timesteps }: ConvCase) => variantsOf(tuning, layer, timesteps);

const images = ({ batch }: ConvCase) => ({ first: 0, count: batch, batch });

type Shape = [number, number, number, number];

const filterShape = ({ layer: { kernel, from, to } }: ConvCase): Shape => [
  kernel,
  kernel,
  from,
  to,
];

/** `[T B, H, W, channels]`, the engine's order too. */
const mapShape = ({ layer, timesteps, batch }: ConvCase, channels: number): Shape => [
  timesteps * batch,
  layer.height,
  layer.width,
  channels,
];

/** Both forms of the layer's input. */
function spikesOf({ layer, timesteps, batch }: ConvCase) {
  const cells = batch * layer.height * layer.width * layer.from;
  // A pooled value is the mean of a window: its scale is one over the window's neurons.
  return spikeCounts(layer.input, { timesteps, cells, window: 1 / layer.input.scale, seed: 8 });
}

const attributes = { strides: [1, 1], pad: "same", dataFormat: "NHWC" };

function forward(p: ConvCase): Workload {
  const size = lengths(p);
  return {
    name: `convolution of spikes, ${shapeOf(p)}`,
    kind: "forward",
    baseline: "tf.conv2d on unpacked spikes",
    flops: size.flops,
    bytes: 4 * (size.words + size.filter + size.to),
    open: (gpu) => {
      const { words, dense } = spikesOf(p);
      const filter = noise(size.filter, 9);
      const { layer, timesteps } = p;
      const shader = packedConv(
        { ...layer, timesteps, form: layer.input, images: images(p) },
        variants(p).packedConv,
      );
      const x = tf.tensor4d(dense, mapShape(p, layer.from));
      const w = tf.tensor4d(filter, filterShape(p));
      return openWorkload(gpu, {
        steps: [{ shader, bound: ["x", "w", "out"] }],
        inputs: { x: words, w: filter },
        sizes: { out: size.to },
        tensors: [x, w],
        theirs: () => tf.conv2d(x, w, 1, "same"),
        error: relativeError,
      });
    },
  };
}

function inputGradient(p: ConvCase): Workload {
  const size = lengths(p);
  return {
    name: `gradient of the input, ${shapeOf(p)}`,
    kind: "input-gradient",
    baseline: "tfjs Conv2DBackpropInput",
    flops: size.flops,
    bytes: 4 * (size.from + size.filter + size.to),
    open: (gpu) => {
      const values = noise(size.to, 5);
      const weights = noise(size.filter, 6);
      const all = images(p);
      const { layer, timesteps: steps } = p;
      const shader = tileConv(
        { ...layer, steps, source: all, target: all, images: all, transposed: true },
        variants(p).inputGradient,
      );
      const dy = tf.tensor(values, mapShape(p, layer.to));
      const filter = tf.tensor(weights, filterShape(p));
      const inputShape = mapShape(p, layer.from);
      const attrs = { ...attributes, inputShape };
      return openWorkload(gpu, {
        steps: [{ shader, bound: ["dy", "w", "out"] }],
        inputs: { dy: values, w: weights },
        sizes: { out: size.from },
        tensors: [dy, filter],
        theirs: () =>
          tf.engine().runKernel<tf.Tensor>("Conv2DBackpropInput", { dy, filter }, attrs),
        error: relativeError,
      });
    },
  };
}

function filterGradient(p: ConvCase): Workload {
  const size = lengths(p);
  return {
    name: `gradient of the filter, ${shapeOf(p)}`,
    kind: "filter-gradient",
    baseline: "tfjs Conv2DBackpropFilter",
    flops: size.flops,
    bytes: 4 * (size.words + size.filter + size.to),
    open: (gpu) => {
      const { words, dense } = spikesOf(p);
      const values = noise(size.to, 4);
      const x = tf.tensor(dense, mapShape(p, p.layer.from));
      const dy = tf.tensor(values, mapShape(p, p.layer.to));
      const attrs = { ...attributes, filterShape: filterShape(p) };
      const { steps, pieces } = filterSteps(p);
      return openWorkload(gpu, {
        steps,
        inputs: { x: words, dy: values },
        sizes: { out: size.filter, partials: pieces * size.filter },
        tensors: [x, dy],
        theirs: () => tf.engine().runKernel<tf.Tensor>("Conv2DBackpropFilter", { x, dy }, attrs),
        error: relativeError,
      });
    },
  };
}

function filterSteps(p: ConvCase) {
  const { layer, timesteps: steps } = p;
  const variant = variants(p).weightGradient;
  const sizes = { ...layer, form: layer.input, steps, images: images(p) };
  const pieces = weightGradientPieces(sizes, variant);
  const first = weightGradient({ ...sizes, pieces, firstPiece: 0 }, variant);
  const sum = sumPieces(pieces, lengths(p).filter);
  const partial = { shader: first, bound: ["x", "dy", pieces === 1 ? "out" : "partials"] };
  const all = pieces === 1 ? [partial] : [partial, { shader: sum, bound: ["partials", "out"] }];
  return { steps: all, pieces };
}
