// One step of one neuron: the equation that every executor computes.

/** Of a neuron: how much stays from step to step, in (0, 1], and above what it fires. */
export interface Neuron {
  leak: number;
  threshold: number;
}

/** What a step makes of a membrane. */
export interface LifStep {
  /** Membrane before the reset, a float32. */
  u: number;
  fires: boolean;
  /** Membrane after the reset: the next step begins with it. */
  v: number;
}

/**
 * Leaky integrate-and-fire with a reset by subtraction:
 *
 *     u = leak v + i,  s = 1 if u > threshold else 0  (strictly),  v' = u - threshold s
 *
 * @param v Membrane that the step before left, 0 at first.
 * @param current i
 * @see FedSNN, arXiv 2106.06579.
 */
export function lifStep(v: number, current: number, { leak, threshold }: Neuron): LifStep {
  const u = Math.fround(leak * v + current);
  const fires = u > threshold;
  return { u, fires, v: fires ? u - threshold : u };
}
