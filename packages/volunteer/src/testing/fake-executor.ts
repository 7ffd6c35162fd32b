// An executor without arithmetic: each step adds 0.01 to every parameter and counts spikes of 0.1.

import {
  type Executor,
  labelsOf,
  type ModelSpec,
  stateLayout,
  type StepResult,
} from "@spikefed/snn-core";

export interface FakeExecutor extends Executor {
  steps: number;
  isDisposed: boolean;
  /** Called before each step; may wait or throw. */
  beforeStep: (step: number) => Promise<void> | void;
}

export function createFakeExecutor(spec: ModelSpec): FakeExecutor {
  const layout = stateLayout(spec);
  let state = new Float32Array(layout.length);
  const executor: FakeExecutor = {
    ...{ name: "reference", backend: "cpu", spec, layout, steps: 0, isDisposed: false },
    beforeStep: () => undefined,
    setState: (next) => {
      state = Float32Array.from(next);
    },
    getState: () => Promise.resolve(state.slice()),
    lastGradient: () => Promise.resolve(new Float32Array(layout.trainable)),
    trainStep: async (batch): Promise<StepResult> => {
      executor.steps += 1;
      await executor.beforeStep(executor.steps);
      state = state.map((value) => value + 0.01);
      const perStep = Float32Array.of(labelsOf(batch).length);
      const spikes = [{ block: 0, neurons: 10, perStep }];
      return { loss: 2, correct: 1, logits: new Float32Array(), spikes };
    },
    evaluate: () => Promise.resolve(new Float32Array()),
    trace: () => Promise.resolve({ logits: new Float32Array(10), spikes: new Map() }),
    dispose: () => {
      executor.isDisposed = true;
    },
  };
  return executor;
}
