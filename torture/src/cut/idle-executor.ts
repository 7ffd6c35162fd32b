// An executor that computes nothing: each step adds a little to every parameter. What is tried is the
// way of the update, not what is in it.

import { labelsOf, stateLayout, type Executor, type ModelSpec } from "@spikefed/snn-core";

/** Exact in the fixed point of the sums. */
const STEP = 1 / 1024;

export function idleExecutor(spec: ModelSpec): Executor {
  const layout = stateLayout(spec);
  let state = new Float32Array(layout.length);
  return {
    ...{ name: "reference", backend: "cpu", spec, layout },
    setState: (next) => void (state = Float32Array.from(next)),
    getState: () => Promise.resolve(state.slice()),
    lastGradient: () => Promise.resolve(new Float32Array(layout.trainable)),
    trainStep: (batch) => {
      for (let p = 0; p < layout.trainable; p++) state[p] = (state[p] ?? 0) + STEP;
      const pictures = labelsOf(batch).length;
      const spikes = [{ block: 0, neurons: 1, perStep: Float32Array.of(0) }];
      return Promise.resolve({ loss: 1, correct: pictures, logits: new Float32Array(), spikes });
    },
    evaluate: () => Promise.resolve(new Float32Array()),
    trace: () => Promise.resolve({ logits: new Float32Array(), spikes: new Map() }),
    dispose: () => undefined,
  };
}
