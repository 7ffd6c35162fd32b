// Norm layers that stay with their client, after FedBN (Li et al., Federated Learning on Non-IID
// Features via Local Batch Normalization, ICLR 2021).
//
// A client trains on with its own gammas and running statistics and takes only weights from the
// round's model. Other than FedBN's it sends its norm as well: clients are many here and come and go,
// so somebody must say what a new one starts with and what the group model is judged with. That is
// the average of the norms that a round's clients sent. It is what each of them never trains with.

import type { Layout, Slot } from "./slot.ts";

/** Gammas, means and variances: all that is no weight. */
const isNorm = ({ name }: Slot): boolean => !name.endsWith(".weight");

/** The norm's values of a model, `[M]`, in the order of the layout. */
export function normOf(layout: Layout, state: Float32Array): Float32Array<ArrayBuffer> {
  const slots = layout.filter(isNorm);
  const values = new Float32Array(slots.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const { offset, length } of slots) {
    values.set(state.subarray(offset, offset + length), at);
    at += length;
  }
  return values;
}

/**
 * What a client's local work starts from, `[P]`.
 *
 * @param base `[P]`, the round's model; not changed.
 * @param own `[M]`, of `normOf`; null: the client has none yet and takes the model's.
 */
export function withNorm(
  layout: Layout,
  base: Float32Array,
  own: Float32Array | null,
): Float32Array {
  if (own === null) return base;
  const start = base.slice();
  let at = 0;
  for (const { offset, length } of layout.filter(isNorm)) {
    start.set(own.subarray(at, at + length), offset);
    at += length;
  }
  return start;
}
