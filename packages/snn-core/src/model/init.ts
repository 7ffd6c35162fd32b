// Initial parameters: weights as each block says, gammas 1, running mean 0, running variance 1.

import { normalAt, subSeed, uniformAt } from "../random/counter.ts";
import { type StateEntry, stateLayout } from "./layout.ts";
import type { Block, Init, ModelSpec } from "./spec.ts";

/** FedSNN's, for blocks that say nothing. */
const usual: Init = { kind: "xavier-uniform", gain: 2 };

/**
 * A fresh state, `[layout.length]`: each weight from its block's `init`. The same seed gives the same
 * bits everywhere, normal draws on every device with V8's logarithm and cosine.
 *
 * @see Glorot and Bengio, Understanding the difficulty of training deep feedforward neural
 *   networks, AISTATS 2010, equation 16.
 */
export function initState(spec: ModelSpec, seed: number): Float32Array<ArrayBuffer> {
  const layout = stateLayout(spec);
  const state = new Float32Array(layout.length);
  for (const { kind, shape, offset, length, block } of layout.entries) {
    if (kind === "gamma" || kind === "var") state.fill(1, offset, offset + length);
    if (kind !== "weight") continue;
    const draw = drawOf(initOf(spec.blocks[block]!), shape);
    const stream = subSeed(seed, 1, block);
    for (let i = 0; i < length; i++) state[offset + i] = draw(stream, i);
  }
  return state;
}

const initOf = (block: Block): Init => (block.type === "avgpool" ? usual : (block.init ?? usual));

/** The value at a position of a stream. */
function drawOf(init: Init, shape: StateEntry["shape"]): (stream: number, at: number) => number {
  if (init.kind === "normal") return (stream, at) => init.deviation * normalAt(stream, at);
  const field = (shape[2] ?? 1) * (shape[3] ?? 1);
  const bound = init.gain * Math.sqrt(6 / (field * (shape[0]! + shape[1]!)));
  return (stream, at) => bound * (2 * uniformAt(stream, at) - 1);
}
