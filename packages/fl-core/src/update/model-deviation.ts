// How far a client's work took it from the model that all started from.

import { type Layout, tensorsOf } from "./slot.ts";

/**
 * FedSNN's model deviation: `sum over tensors k of |w_k - g_k| / (1 + |g_k|)`, `|.|` the L2 norm, g
 * the round's model and w the client's. All tensors count, running statistics too; norms through time
 * are a tensor of their own at each step, as in FedSNN's state. Clients of one model can be compared
 * with each other, models of another number of tensors cannot.
 *
 * @param base `[P]`, g.
 * @returns What takes a client's change `w - g`, `[P]`, to its deviation.
 * @see Venkatesha et al., arXiv 2106.06579, and its code (`main_fed.py`).
 */
export function deviationFrom(layout: Layout, base: Float32Array): (delta: Float32Array) => number {
  const tensors = layout.flatMap(tensorsOf).map(({ start, end }) => ({
    ...{ start, end, scale: 1 + norm(base, start, end) },
  }));
  return (delta) =>
    tensors.reduce((sum, { start, end, scale }) => sum + norm(delta, start, end) / scale, 0);
}

function norm(values: Float32Array, start: number, end: number): number {
  let square = 0;
  for (let p = start; p < end; p++) square += values[p]! ** 2;
  return Math.sqrt(square);
}
