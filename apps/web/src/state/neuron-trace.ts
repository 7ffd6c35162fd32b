// One neuron under a current, step by step: what the first figure of the article draws.

import { lifStep, type Neuron } from "@spikefed/snn-core/plain";

export interface NeuronTrace {
  /** Current of each step. */
  currents: readonly number[];
  /** Membrane of each step, before the reset. */
  membrane: number[];
  /** Membrane that each step leaves, after the reset. */
  rest: number[];
  /** Steps at which it fired; the first step is 1. */
  spikes: number[];
}

export const STEPS_ON = 24;
export const STEPS_OFF = 8;

/** The same current for `STEPS_ON` steps, then none for `STEPS_OFF`: it climbs, fires and leaks. */
export const pulse = (current: number): number[] =>
  Array.from({ length: STEPS_ON + STEPS_OFF }, (_, step) => (step < STEPS_ON ? current : 0));

/** By the equation that the networks compute (`lifStep`), from an empty membrane on. */
export function traceNeuron(currents: readonly number[], neuron: Neuron): NeuronTrace {
  const trace: NeuronTrace = { currents, membrane: [], rest: [], spikes: [] };
  let v = 0;
  currents.forEach((current, at) => {
    const step = lifStep(v, current, neuron);
    v = step.v;
    trace.membrane.push(step.u);
    trace.rest.push(v);
    if (step.fires) trace.spikes.push(at + 1);
  });
  return trace;
}

/** Why it fires as it does: by far the strongest of the two is told. */
export type Behaviour = "idle" | "leaking" | "firing" | "every-step";

/** `leaking`: it charges, but loses as much as it gets before it reaches the threshold. */
export function behaviourOf({ currents, spikes }: NeuronTrace): Behaviour {
  const on = currents.filter((current) => current > 0).length;
  if (on === 0) return "idle";
  if (spikes.length === 0) return "leaking";
  return spikes.length >= on ? "every-step" : "firing";
}
