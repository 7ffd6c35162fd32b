// What goes into each block and what comes out; refuses a model whose blocks do not fit.

import { SnnError } from "../errors.ts";
import type { Block, ModelSpec } from "./spec.ts";

/** Channels, height, width; a vector is `[n, 1, 1]`. */
export interface Feature {
  c: number;
  h: number;
  w: number;
}

/**
 * Input of every block, and the output of the last: `[blocks + 1]`.
 *
 * @throws {SnnError} `model/blocks` naming the first block that does not fit.
 */
export function featureShapes(spec: ModelSpec): Feature[] {
  const [c, h, w] = spec.input;
  const shapes: Feature[] = [{ c, h, w }];
  if (spec.timesteps < 1) throw new SnnError("model/blocks", `timesteps is ${spec.timesteps}`);
  if (spec.blocks.length === 0) throw new SnnError("model/blocks", "there are no blocks");
  spec.blocks.forEach((block, index) => {
    const last = index === spec.blocks.length - 1;
    if ((block.type === "readout") !== last)
      wrong(index, "a readout is the last block, and only that");
    shapes.push(outputOf(block, index, shapes[index]!, spec.timesteps));
  });
  return shapes;
}

function outputOf(block: Block, index: number, from: Feature, timesteps: number): Feature {
  const { c, h, w } = from;
  if (block.type === "avgpool") {
    const pooled = { c, h: Math.floor(h / block.size), w: Math.floor(w / block.size) };
    if (pooled.h < 1 || pooled.w < 1) wrong(index, `pools ${h} x ${w} by ${block.size}`);
    return pooled;
  }
  const width = block.type === "conv" ? c : c * h * w;
  if (block.in !== width) wrong(index, `takes ${block.in}, gets ${width}`);
  if (block.type !== "readout") checkDropout(block, index, timesteps);
  if (block.type === "conv") return { c: block.out, h, w };
  if (block.type === "linear" && block.activation === "relu" && timesteps !== 1) {
    wrong(index, "relu needs timesteps = 1");
  }
  return { c: block.out, h: 1, w: 1 };
}

function checkDropout(
  { dropout = 0, activation }: Exclude<Block, { type: "avgpool" | "readout" }>,
  index: number,
  timesteps: number,
): void {
  if (!(dropout >= 0 && dropout < 1))
    wrong(index, `dropout is ${dropout}, 0 to below 1 is allowed`);
  if (dropout > 0 && (activation !== "relu" || timesteps !== 1)) {
    wrong(index, "dropout needs relu and timesteps = 1");
  }
}

function wrong(index: number, why: string): never {
  throw new SnnError("model/blocks", `block ${index}: ${why}`);
}
