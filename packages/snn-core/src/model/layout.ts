// Where each tensor of a model lies in the one flat f32 buffer: parameters first, then running
// statistics. This order is the order on the wire and on disk.

import type { Block, ModelSpec } from "./spec.ts";

/** Weights and gammas are trained; means and variances are the running statistics of a norm. */
export type StateKind = "weight" | "gamma" | "mean" | "var";

/** One tensor of a model and its place in the flat buffer. */
export interface StateEntry {
  /** `<block>.weight`, `<block>.gamma`, `<block>.mean`, `<block>.var`. */
  name: string;
  kind: StateKind;
  block: number;
  /** Weight: `[out, in, k, k]` or `[out, in]`; the others `[T, out]` (`[1, out]` for `"bn"`). */
  shape: readonly number[];
  /** First value in the flat buffer. */
  offset: number;
  length: number;
}

/** All tensors of a model in the order of the flat buffer. */
export interface StateLayout {
  entries: readonly StateEntry[];
  /** Values that the optimizer changes: the first ones. */
  trainable: number;
  /** All values, running statistics included. */
  length: number;
}

/**
 * The tensors of a model: weight and gamma of each block in turn, then mean and variance of each.
 * The blocks are not checked: `featureShapes` does that.
 */
export function stateLayout(spec: ModelSpec): StateLayout {
  const entries: StateEntry[] = [];
  let offset = 0;
  const add = (block: number, kind: StateKind, shape: readonly number[]) => {
    const length = shape.reduce((product, size) => product * size, 1);
    entries.push({ name: `${block}.${kind}`, kind, block, shape, offset, length });
    offset += length;
  };
  spec.blocks.forEach((block, index) => {
    const shape = weightShape(block);
    if (shape) add(index, "weight", shape);
    const norm = normShape(block, spec.timesteps);
    if (norm) add(index, "gamma", norm);
  });
  const trainable = offset;
  spec.blocks.forEach((block, index) => {
    const norm = normShape(block, spec.timesteps);
    if (!norm) return;
    add(index, "mean", norm);
    add(index, "var", norm);
  });
  return { entries, trainable, length: offset };
}

function weightShape(block: Block): number[] | null {
  if (block.type === "avgpool") return null;
  if (block.type === "conv") return [block.out, block.in, block.kernel, block.kernel];
  return [block.out, block.in];
}

/** `[T, out]` for `"bntt"`, `[1, out]` for `"bn"`, null for none. */
export function normShape(block: Block, timesteps: number): [number, number] | null {
  if (block.type !== "conv" && block.type !== "linear") return null;
  if (block.norm === null) return null;
  return [block.norm === "bntt" ? timesteps : 1, block.out];
}

/** The flat buffer `[layout.length]` as named tensors: views, not copies, for a writer of safetensors. */
export function stateTensors(
  layout: StateLayout,
  state: Float32Array,
): { name: string; dtype: "F32"; shape: readonly number[]; data: Float32Array }[] {
  return layout.entries.map(({ name, shape, offset, length }) => ({
    name,
    dtype: "F32",
    shape,
    data: state.subarray(offset, offset + length),
  }));
}
