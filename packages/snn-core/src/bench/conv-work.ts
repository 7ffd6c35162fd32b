// The three products of a layer that takes spikes as workloads: forward from packed spikes, gradient
// of the input, gradient of the filter. A fully connected layer is a convolution of one pixel.

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
import { type MapShape, tfjsConvolution, tfjsMatrices } from "./conv-baseline.ts";
import { noise, relativeError, spikeCounts } from "./inputs.ts";
import { openWorkload } from "./open-workload.ts";
import type { MarkKind } from "./roofline.ts";
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

const isLinear = ({ layer }: ConvCase): boolean =>
  layer.kernel === 1 && layer.height * layer.width === 1;

const shapeOf = (p: ConvCase): string => {
  const { from, to, height, width } = p.layer;
  const sizes = isLinear(p)
    ? `fully connected, ${from} to ${to}`
    : `${from} to ${to} channels, ${height} x ${width}`;
  return `${sizes}, T = ${p.timesteps}, batch ${p.batch}`;
};

/** A fully connected layer reads each weight for few rows: no yardstick for the convolutions. */
const kindOf = (p: ConvCase, kind: MarkKind): MarkKind => (isLinear(p) ? "other" : kind);

const baselineOf = (p: ConvCase) => (isLinear(p) ? tfjsMatrices : tfjsConvolution);

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

const filterShape = ({ layer: { kernel, from, to } }: ConvCase): MapShape => [
  kernel,
  kernel,
  from,
  to,
];

/** `[T B, H, W, channels]`, the engine's order too. */
const mapShape = ({ layer, timesteps, batch }: ConvCase, channels: number): MapShape => [
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

function forward(p: ConvCase): Workload {
  const size = lengths(p);
  return {
    name: `${isLinear(p) ? "product" : "convolution"} of spikes, ${shapeOf(p)}`,
    kind: kindOf(p, "forward"),
    baseline: baselineOf(p).names.forward,
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
        theirs: () => baselineOf(p).forward(x, w),
        error: relativeError,
      });
    },
  };
}

function inputGradient(p: ConvCase): Workload {
  const size = lengths(p);
  return {
    name: `gradient of the input, ${shapeOf(p)}`,
    kind: kindOf(p, "input-gradient"),
    baseline: baselineOf(p).names.input,
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
      const dy = tf.tensor4d(values, mapShape(p, layer.to));
      const filter = tf.tensor4d(weights, filterShape(p));
      return openWorkload(gpu, {
        steps: [{ shader, bound: ["dy", "w", "out"] }],
        inputs: { dy: values, w: weights },
        sizes: { out: size.from },
        tensors: [dy, filter],
        theirs: () => baselineOf(p).input(dy, filter, mapShape(p, layer.from)),
        error: relativeError,
      });
    },
  };
}

function filterGradient(p: ConvCase): Workload {
  const size = lengths(p);
  return {
    name: `gradient of the filter, ${shapeOf(p)}`,
    kind: kindOf(p, "filter-gradient"),
    baseline: baselineOf(p).names.filter,
    flops: size.flops,
    bytes: 4 * (size.words + size.filter + size.to),
    open: (gpu) => {
      const { words, dense } = spikesOf(p);
      const values = noise(size.to, 4);
      const x = tf.tensor4d(dense, mapShape(p, p.layer.from));
      const dy = tf.tensor4d(values, mapShape(p, p.layer.to));
      const { steps, pieces } = filterSteps(p);
      return openWorkload(gpu, {
        steps,
        inputs: { x: words, dy: values },
        sizes: { out: size.filter, partials: pieces * size.filter },
        tensors: [x, dy],
        theirs: () => baselineOf(p).filter(x, dy, filterShape(p)),
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
