// A counter-based generator: the value at a position depends on (seed, position) alone, so any
// order of evaluation, any split in batches and any device gives the same draws.

/** 32-bit finaliser with full avalanche (constants: C. Wellons, "Prospecting for Hash Functions"). */
export function mix32(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/** A stream's own seed, from a seed and any number of labels (round, client, batch, ...). */
export function subSeed(seed: number, ...labels: number[]): number {
  return labels.reduce((state, label) => mix32(mix32(state) + Math.imul(label, 0x9e3779b9)), seed);
}

/** Uniform in [0, 1), 24 random bits: exact in float32. */
export function uniformAt(seed: number, position: number): number {
  return (mix32(seed ^ mix32(position + 0x6a09e667)) >>> 8) / 0x1000000;
}

/** Standard normal (Box-Muller, the cosine half), from the uniform values at two positions. */
export function normalAt(seed: number, position: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniformAt(seed, 2 * position)));
  return radius * Math.cos(2 * Math.PI * uniformAt(seed, 2 * position + 1));
}

/** Fisher-Yates: the indices 0..count-1 in an order that `seed` decides. */
export function shuffled(count: number, seed: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(uniformAt(seed, last) * (last + 1));
    const kept = order[last]!;
    order[last] = order[other]!;
    order[other] = kept;
  }
  return order;
}
