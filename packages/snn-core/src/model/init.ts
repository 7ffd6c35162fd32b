// Initial parameters: Xavier uniform with gain 2, gammas 1, running mean 0, running variance 1.

import { subSeed, uniformAt } from "../random/counter.ts";
import { stateLayout } from "./layout.ts";
import type { ModelSpec } from "./spec.ts";

/**
 * A fresh state, `[layout.length]`. Weights are uniform in +-gain sqrt(6 / (fanIn + fanOut)) with
 * gain 2, as in FedSNN. The same seed gives the same bits everywhere.
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
    const field = (shape[2] ?? 1) * (shape[3] ?? 1);
    const bound = 2 * Math.sqrt(6 / (field * (shape[0]! + shape[1]!)));
    const stream = subSeed(seed, 1, block);
    for (let i = 0; i < length; i++) state[offset + i] = bound * (2 * uniformAt(stream, i) - 1);
  }
  return state;
}
