// The layers of a model that have weights, with what one dense step of each multiplies and what
// kind of values it gets. Poolings belong to the layer behind them.

import { type Feature, featureShapes } from "../model/shapes.ts";
import type { Block, ModelSpec } from "../model/spec.ts";

export type Weighted = Exclude<Block, { type: "avgpool" }>;

export interface Layer {
  block: number;
  /** `conv 1`, ..., `fc 1`, ..., `readout`. */
  name: string;
  /** Multiply-adds of one dense step for one picture; those with the padding's zeros count. */
  macs: number;
  /** What its input values are (means of, behind a pooling). */
  input: "analog" | "spikes";
  /** Neurons that one input value is the mean of: `size * size` of each pooling in front, else 1. */
  pooled: number;
  /** Block whose neurons feed it; null: the picture itself. */
  source: number | null;
  /** Neurons of one picture. */
  neurons: number;
  isSpiking: boolean;
}

/** @throws {SnnError} `model/blocks` for blocks that do not fit. */
export function weightedLayers(spec: ModelSpec): Layer[] {
  const shapes = featureShapes(spec);
  const seen = { conv: 0, linear: 0, readout: 0 };
  const layers: Layer[] = [];
  let pooled = 1;
  spec.blocks.forEach((block, index) => {
    if (block.type === "avgpool") {
      pooled *= block.size ** 2;
      return;
    }
    const { c, h, w } = shapes[index + 1]!;
    const before = layers.at(-1);
    layers.push({
      block: index,
      name: nameOf(block, ++seen[block.type]),
      macs: macsOf(block, shapes[index + 1]!),
      input: (before ? before.isSpiking : spec.coding !== "direct") ? "spikes" : "analog",
      pooled,
      source: before?.block ?? null,
      neurons: c * h * w,
      isSpiking: block.type !== "readout" && block.activation === "lif",
    });
    pooled = 1;
  });
  return layers;
}

function nameOf(block: Weighted, number: number): string {
  if (block.type === "readout") return "readout";
  return `${block.type === "conv" ? "conv" : "fc"} ${number}`;
}

function macsOf(block: Weighted, { h, w }: Feature): number {
  const field = block.type === "conv" ? block.kernel ** 2 * h * w : 1;
  return field * block.in * block.out;
}
