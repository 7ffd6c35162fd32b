// Chance in trials, as numbers.

import { createRandom } from "@spikefed/fl-core";

/** Numbers in [0, 1), the same ones for the same seeds. */
export function fractions(...seeds: readonly number[]): () => number {
  const { bits } = createRandom(...seeds);
  return () => bits() / 2 ** 32;
}
