// The first layer as workloads: its convolution of pictures, coded as signed spikes or as floats, and
// the gradient of its filter. A picture has three channels, which the engine pads to four.

import * as tf from "@tensorflow/tfjs-core";

import { packedConv } from "../engine/kernels/packed-conv.ts";
import { tileConv } from "../engine/kernels/tile-conv.ts";
import {
  sumPieces,
  weightGradient,
  weightGradientPieces,
} from "../engine/kernels/weight-gradient.ts";
import type { Layer, Network } from "../engine/plan/network.ts";
import { type Tuning, variantsOf } from "../engine/plan/tuning.ts";
import { type MapShape, tfjsConvolution } from "./conv-baseline.ts";
import { channelsCut, noise, relativeError, spikeCounts } from "./inputs.ts";
import { openWorkload, type WorkloadParts } from "./open-workload.ts";
import type { Workload } from "./workload.ts";

/** A network whose pictures its first layer reads, `batch` at once. */
export interface NetworkCase {
  network: Network;
  batch: number;
  tuning: Tuning;
}

export const firstLayer = (p: NetworkCase): Workload[] => [forward(p), filterGradient(p)];

function sizesOf({ network, batch }: NetworkCase) {
  const layer = network.layers[0]!;
  const { height, width, from, to, kernel, input, ySteps } = layer;
  const pixels = batch * height * width;
  const [colours] = network.source.picture;
  const inputBytes = 4 * pixels * from * (input.kind === "packed" ? input.words : input.steps);
  const filter = (channels: number) => kernel ** 2 * channels * to;
  return {
    ...{ layer, pixels, colours, from, to, ySteps },
    ...{ out: ySteps * pixels * to, filter: filter(from), realFilter: filter(colours) },
    bytes: inputBytes + 4 * (filter(colours) + ySteps * pixels * to),
    flops: 2 * filter(colours) * pixels * ySteps,
    maps: (channels: number): MapShape => [ySteps * batch, height, width, channels],
    filters: (channels: number): MapShape => [kernel, kernel, channels, to],
  };
}

function titleOf(p: NetworkCase, what: string): string {
  const { layer, colours, to, ySteps } = sizesOf(p);
  const form = layer.input.kind === "packed" ? "signed spikes" : "floats";
  const size = `${colours} to ${to} channels, ${layer.height} x ${layer.width}, T = ${ySteps}`;
  return `first layer, ${what}, pictures as ${form}, ${size}, batch ${p.batch}`;
}

/** The coded pictures as the engine reads them, and as floats of three channels. */
function picturesOf(p: NetworkCase) {
  const { layer, pixels, colours, from, ySteps: timesteps } = sizesOf(p);
  const cells = pixels * from;
  if (layer.input.kind === "dense") {
    const values = noise(timesteps * cells, 7);
    return { values, dense: channelsCut(values, from, colours) };
  }
  // -1, 0 and 1: counts of two, less one.
  const drawn = spikeCounts(layer.input, { timesteps, cells, window: 2, seed: 7 });
  return { values: drawn.words, dense: channelsCut(drawn.dense, from, colours) };
}

/** The weights of the padding meet whatever lies there, so they are zero. */
function filterOf(p: NetworkCase) {
  const { layer, filter, from, to, colours } = sizesOf(p);
  const weights = noise(filter, 9);
  const isReal = (i: number) => Math.floor(i / to) % from < colours;
  const padded = weights.map((value, i) => (isReal(i) ? value : 0));
  const real = weights.filter((_, i) => isReal(i));
  return { padded, real, name: layer.block };
}

function convolution(p: NetworkCase) {
  const { layer } = sizesOf(p);
  const { batch, network, tuning } = p;
  const images = { first: 0, count: batch, batch };
  const variants = variantsOf(tuning, layer, network.timesteps);
  if (layer.input.kind === "packed") {
    const sizes = { ...layer, timesteps: network.timesteps, form: layer.input, images };
    return packedConv(sizes, variants.packedConv);
  }
  const ends = { source: images, target: images, images, transposed: false };
  return tileConv({ ...layer, steps: layer.input.steps, ...ends }, variants.tileConv);
}

function forward(p: NetworkCase): Workload {
  const size = sizesOf(p);
  return {
    name: titleOf(p, "convolution"),
    kind: "forward",
    baseline: "tf.conv2d on the coded pictures",
    flops: size.flops,
    bytes: size.bytes,
    open: (gpu) => {
      const { values, dense } = picturesOf(p);
      const filter = filterOf(p);
      const x = tf.tensor4d(dense, size.maps(size.colours));
      const w = tf.tensor4d(filter.real, size.filters(size.colours));
      return openWorkload(gpu, {
        steps: [{ shader: convolution(p), bound: ["x", "w", "out"] }],
        inputs: { x: values, w: filter.padded },
        sizes: { out: size.out },
        tensors: [x, w],
        theirs: () => tfjsConvolution.forward(x, w),
        error: relativeError,
      });
    },
  };
}

function filterGradient(p: NetworkCase): Workload {
  const size = sizesOf(p);
  const { from, to, colours } = size;
  return {
    name: titleOf(p, "gradient of the filter"),
    kind: "filter-gradient",
    baseline: tfjsConvolution.names.filter,
    flops: size.flops,
    bytes: size.bytes,
    open: (gpu) => {
      const { values, dense } = picturesOf(p);
      const upstream = noise(size.out, 4);
      const x = tf.tensor4d(dense, size.maps(colours));
      const dy = tf.tensor4d(upstream, size.maps(to));
      return openWorkload(gpu, {
        ...gradientSteps(p, size.layer),
        inputs: { x: values, dy: upstream },
        tensors: [x, dy],
        theirs: () => tfjsConvolution.filter(x, dy, size.filters(colours)),
        read: ([out]) =>
          new Float32Array(out!).filter((_, i) => Math.floor(i / to) % from < colours),
        error: relativeError,
      });
    },
  };
}

function gradientSteps(p: NetworkCase, layer: Layer): Pick<WorkloadParts, "steps" | "sizes"> {
  const { batch, tuning, network } = p;
  const variant = variantsOf(tuning, layer, network.timesteps).weightGradient;
  const images = { first: 0, count: batch, batch };
  const shape = { ...layer, form: layer.input, steps: layer.ySteps, images };
  const pieces = weightGradientPieces(shape, variant);
  const first = weightGradient({ ...shape, pieces, firstPiece: 0 }, variant);
  const { filter } = sizesOf(p);
  const sizes = { out: filter, partials: pieces * filter };
  if (pieces === 1) return { steps: [{ shader: first, bound: ["x", "dy", "out"] }], sizes };
  const sum = { shader: sumPieces(pieces, filter), bound: ["partials", "out"] };
  return { steps: [{ shader: first, bound: ["x", "dy", "partials"] }, sum], sizes };
}
