// One picture on its way through the network: the spikes of each layer, for people to see.

import { featureShapes } from "../model/shapes.ts";
import { shuffled, subSeed } from "../random/counter.ts";
import type { Executor } from "./executor.ts";

/** Spikes of one picture, of a sample of the neurons of each layer. */
export interface ImageTrace {
  layers: {
    /** `conv 1`, `conv 2`, ..., `fc 1`: the kind of layer and its number among its kind. */
    name: string;
    neurons: number;
    sampled: number;
    /** `[sampled, words]`: bit `t % 32` of a neuron's word `t / 32`. */
    spikes: Uint32Array;
    /** Spikes of the whole layer over all steps. */
    total: number;
  }[];
  timesteps: number;
  /** Mean readout over time, `[classes]`. */
  votes: number[];
}

/**
 * Shows one picture to the network, with its running statistics, and keeps the spikes.
 *
 * @param pixels `[C, H, W]` bytes
 * @param options.sampled Neurons shown per layer; the same ones for the same seed.
 */
export async function traceImage(
  executor: Executor,
  pixels: Uint8Array,
  label: number,
  options: { sampled: number; seed: number },
): Promise<ImageTrace> {
  const { spec } = executor;
  const image = { count: 1, labels: Uint8Array.of(label), pixels };
  const { logits, spikes } = await executor.trace({
    images: image,
    indices: [0],
    seed: options.seed,
  });
  const shapes = featureShapes(spec);
  const seen = { conv: 0, linear: 0 };
  const layers = [...spikes].map(([block, values]) => {
    const { c, h, w } = shapes[block + 1]!;
    const neurons = c * h * w;
    const rows = shuffled(neurons, subSeed(options.seed, block)).slice(0, options.sampled).sort();
    const kind = spec.blocks[block]!.type === "conv" ? "conv" : "linear";
    const name = `${kind === "conv" ? "conv" : "fc"} ${++seen[kind]}`;
    return {
      name,
      neurons,
      sampled: rows.length,
      spikes: pack(values, rows, spec.timesteps, neurons),
      total: values.reduce((sum, s) => sum + s, 0),
    };
  });
  return { layers, timesteps: spec.timesteps, votes: [...logits] };
}

function pack(
  values: Float32Array,
  rows: Uint32Array,
  timesteps: number,
  neurons: number,
): Uint32Array {
  const perNeuron = Math.ceil(timesteps / 32);
  const words = new Uint32Array(perNeuron * rows.length);
  rows.forEach((neuron, i) => {
    for (let t = 0; t < timesteps; t++) {
      if (values[t * neurons + neuron] === 1) words[i * perNeuron + (t >> 5)]! |= 1 << (t % 32);
    }
  });
  return words;
}
