// Which training pictures are for training, and which are kept from all clients to judge by. The test
// pictures are another set: FedSNN's paper watched those while it chose its settings.

import { createRandom, shuffle } from "@spikefed/fl-core";

export interface TrainingParts {
  /** Indices that may be dealt out, ascending. */
  dealt: Uint32Array;
  /** Indices of the validation part, ascending. */
  validation: Uint32Array;
}

/**
 * The validation part is drawn at random before anything is dealt out: no shard depends on which
 * pictures are in it but by their absence. Without one all pictures are dealt, as ever.
 *
 * @param count N, training pictures.
 */
export function splitTraining(count: number, samples: number, seed: number): TrainingParts {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  if (samples === 0) return { dealt: order, validation: new Uint32Array() };
  shuffle(createRandom(seed, 6), order);
  return { dealt: order.slice(samples).sort(), validation: order.slice(0, samples).sort() };
}
