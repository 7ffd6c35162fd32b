// A small seeded generator. Integers only, so every JavaScript engine gives the same stream.

/** A stream of random numbers; drawing changes it. */
export interface Random {
  /** Next 32 bits, 0 .. 2^32 - 1. */
  bits: () => number;
}

/**
 * sfc32 (Chris Doty-Humphrey's "small fast counting" generator, 128 bits of state of which one word
 * is a counter, so no stream is shorter than 2^32), its state filled from the seeds by splitmix32.
 *
 * @param seeds Integers; streams of different lists are independent, `(1, 23)` is not `(12, 3)`.
 */
export function createRandom(...seeds: readonly number[]): Random {
  let [a, b, c] = [0x9e3779b9, 0x243f6a88, 0xb7e15162];
  let counter = 1;
  const bits = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (const seed of seeds) {
    a ^= mix(seed | 0);
    b ^= mix(Math.floor(seed / 2 ** 32) ^ 0x85ebca6b);
    for (let i = 0; i < 12; i++) bits();
  }
  return { bits };
}

/** splitmix32's finaliser: every input bit changes half of the output bits. */
function mix(value: number): number {
  let z = (value + 0x9e3779b9) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return z ^ (z >>> 15);
}

/** Uniform in [0, 1), 53 bits. */
export function uniform(random: Random): number {
  return ((random.bits() >>> 5) * 2 ** 26 + (random.bits() >>> 6)) / 2 ** 53;
}

/**
 * Uniform integer in 0 .. n - 1, without bias: draws above the last multiple of n are drawn again.
 *
 * @param n 1 .. 2^32
 */
export function below(random: Random, n: number): number {
  const limit = 2 ** 32 - (2 ** 32 % n);
  for (;;) {
    const draw = random.bits();
    if (draw < limit) return draw % n;
  }
}
