// Coding of pictures as a workload: bytes of a shard, chosen by an index list, to floats or to signed
// Poisson spikes. The result is held against `encodeBatch`, since tfjs draws other numbers.

import * as tf from "@tensorflow/tfjs-core";

import { encodeBatch } from "../data/encode.ts";
import { encode } from "../engine/kernels/encode.ts";
import type { Source } from "../engine/plan/network.ts";
import type { NetworkCase } from "./first-layer-work.ts";
import { channelsCut, fieldsOf, relativeError } from "./inputs.ts";
import { openWorkload } from "./open-workload.ts";
import { drawnPictures } from "./pictures.ts";
import type { Workload } from "./workload.ts";

const SEED = 3;
/** Operations on one value: to [-1, 1]; for a spike twice the draw, and a comparison. */
const DIRECT_FLOPS = 2;
const DRAW_FLOPS = 2;

export function coding(p: NetworkCase): Workload {
  const { network, batch } = p;
  const { source, timesteps } = network;
  const isPoisson = source.form.kind === "packed";
  const values = batch * source.picture.reduce((product, size) => product * size, 1);
  return {
    name: isPoisson
      ? `pictures to signed Poisson spikes, T = ${timesteps}, batch ${batch}`
      : `pictures to floats, batch ${batch}`,
    kind: "other",
    baseline: isPoisson ? "tfjs ops, draws by tf.randomUniform" : "tfjs ops",
    flops: values * (DIRECT_FLOPS + (isPoisson ? DRAW_FLOPS * timesteps : 0)),
    bytes: values + 4 * cellsOf(source, batch),
    open: (gpu) => {
      const images = drawnPictures(batch, SEED);
      const indices = Array.from({ length: batch }, (_, i) => (i + 1) % batch);
      const floats = Int32Array.from(images.pixels);
      const pictures = tf.tensor4d(floats, [batch, ...source.picture], "int32");
      const order = tf.tensor1d(indices, "int32");
      return openWorkload(gpu, {
        steps: [{ shader: encode({ source, timesteps, batch }), bound: ["pixels", "job", "out"] }],
        inputs: {
          pixels: new Uint32Array(images.pixels.slice().buffer),
          job: Uint32Array.of(SEED, ...indices, ...indices),
        },
        sizes: { out: cellsOf(source, batch) },
        tensors: [pictures, order],
        theirs: () => coded(tf.gather(pictures, order), isPoisson ? timesteps : 0),
        read: ([out]) => readCoded(out!, p),
        wanted: () => channelsLast(encodeBatch(network.spec, images, indices, SEED).input, source),
        error: relativeError,
      });
    },
  };
}

/** Words of the coded pictures. */
function cellsOf({ form, out }: Source, batch: number): number {
  const cells = batch * out.height * out.width * out.channels;
  return cells * (form.kind === "packed" ? form.words : form.steps);
}

/** `[B, C, H, W]` bytes -> `[B, H, W, C]`, or `[T, B, H, W, C]` of -1, 0 and 1. */
function coded(pictures: tf.Tensor4D, timesteps: number): tf.Tensor {
  const x = tf.transpose(tf.sub(tf.div(pictures, 127.5), 1), [0, 2, 3, 1]);
  if (timesteps === 0) return x;
  const draws = tf.randomUniform([timesteps, ...x.shape]);
  const fires = tf.lessEqual(tf.mul(draws, 2), tf.abs(x));
  return tf.mul(tf.cast(fires, "float32"), tf.sign(x));
}

function readCoded(out: ArrayBuffer, { network, batch }: NetworkCase): Float32Array {
  const { source, timesteps } = network;
  const { form, picture } = source;
  const size = cellsOf(source, batch);
  const values =
    form.kind === "packed"
      ? fieldsOf(new Uint32Array(out, 0, size), form, timesteps)
      : new Float32Array(out, 0, size);
  return channelsCut(values, source.out.channels, picture[0]);
}

/** `[frames, C, H, W]` -> `[frames, H, W, C]`. */
function channelsLast(values: Float32Array, { picture: [c, h, w] }: Source): Float32Array {
  const area = h * w;
  return Float32Array.from(values, (_, i) => {
    const frame = Math.floor(i / (c * area));
    const pixel = Math.floor(i / c) % area;
    return values[(frame * c + (i % c)) * area + pixel]!;
  });
}
