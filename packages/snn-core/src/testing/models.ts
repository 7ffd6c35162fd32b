// Small models and batches for tests: blocks in one word each, seeded pictures and inputs.

import type { LabelledImages } from "../data/shard.ts";
import { preset } from "../model/presets.ts";
import type { Activation, Block, ModelSpec, Norm } from "../model/spec.ts";
import { uniformAt } from "../random/counter.ts";
import type { EncodedBatch } from "../train/executor.ts";
import { noise } from "./gpu.ts";

type Coding = ModelSpec["coding"];

/** A model with FedSNN's neuron and norm. */
export function model(
  timesteps: number,
  input: readonly [number, number, number],
  blocks: Block[],
  coding: Coding = "given",
): ModelSpec {
  return { ...preset("s4", 10), name: "odd", timesteps, input, coding, blocks };
}

export function conv(
  from: number,
  out: number,
  kernel: number,
  norm: Norm,
  activation: Activation = "lif",
): Block {
  return { type: "conv", in: from, out, kernel, norm, activation };
}

export function linear(
  from: number,
  out: number,
  norm: Norm,
  activation: Activation = "lif",
): Block {
  return { type: "linear", in: from, out, norm, activation };
}

/** A block whose ReLUs training takes away with a probability. */
export const dropped = (block: Block, dropout: number): Block => ({ ...block, dropout }) as Block;

export const pool = (size: number): Block => ({ type: "avgpool", size });
export const readout = (from: number, out: number): Block => ({ type: "readout", in: from, out });

/** Floats for a model, the same for the same seed, which is dropout's too; labels go round. */
export function givenBatch(spec: ModelSpec, count: number, seed = 11): EncodedBatch {
  const [c, h, w] = spec.input;
  return {
    input: noise(spec.timesteps * count * c * h * w, seed, -1.5, 1.5),
    repeated: false,
    labels: labels(spec, count),
    seed,
  };
}

/** Pictures of random bytes. */
export function pictures(spec: ModelSpec, count: number, seed = 3): LabelledImages {
  const size = spec.input[0] * spec.input[1] * spec.input[2];
  return {
    count,
    labels: Uint8Array.from(labels(spec, count)),
    pixels: Uint8Array.from({ length: count * size }, (_, i) => 256 * uniformAt(seed, i)),
  };
}

function labels(spec: ModelSpec, count: number): Int32Array {
  const last = spec.blocks.at(-1)!;
  const classes = last.type === "avgpool" ? 1 : last.out;
  return Int32Array.from({ length: count }, (_, i) => (7 * i) % classes);
}
