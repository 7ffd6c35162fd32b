// The same updates in many orders of arrival, summed at once or in parts that are put together: for
// tests in Node, and bundled in a browser.

import { createRandom, uniform } from "../../random/generator.ts";
import { shuffle } from "../../random/choice.ts";
import { addUpdate, createSum, fedAvg, type UpdateSum } from "../fed-avg.ts";
import type { ClientUpdate } from "../strategy.ts";

const CLIENTS = 40;
const VALUES = 64;
/** Into so many sums the updates are dealt. */
const SPLITS = [1, 3, 7] as const;

export interface Outcomes {
  /** Models that came out, each once: the bits of its values as hex. */
  fixedPoint: string[];
  /** How many came out of sums in float32, of which the order of terms decides the last bits. */
  float32: number;
}

/** Of `orders` orders and three splits each. */
export function arrivalOrders(orders: number, seed: number): Outcomes {
  const random = createRandom(seed);
  const updates = Array.from({ length: CLIENTS }, (_, i): ClientUpdate => ({
    client: i + 1,
    samples: 1 + Math.floor(uniform(random) * 500),
    // sizes from 2^-12 to 2^11: a sum in floating point has bits to lose
    delta: Float32Array.from({ length: VALUES }, (__, p) => {
      return (uniform(random) - 0.5) * 2 ** ((p % 24) - 12);
    }),
  }));
  const base = Float32Array.from({ length: VALUES }, () => uniform(random) - 0.5);
  const [fixedPoint, float32] = [new Set<string>(), new Set<string>()];
  for (let order = 0; order < orders; order++) {
    const arrived = shuffle(random, updates);
    for (const parts of SPLITS) fixedPoint.add(bitsOf(fedAvg(base, sumInParts(arrived, parts))));
    float32.add(bitsOf(floatSum(arrived)));
  }
  return { fixedPoint: [...fixedPoint], float32: float32.size };
}

function sumInParts(updates: readonly ClientUpdate[], parts: number): UpdateSum {
  const sums = Array.from({ length: parts }, () => createSum(VALUES));
  updates.forEach(({ delta, samples }, i) => addUpdate(sums[i % parts]!, delta, samples));
  return sums.reduce((all, part) => ({
    values: all.values.map((value, p) => value + part.values[p]!),
    samples: all.samples + part.samples,
    count: all.count + part.count,
  }));
}

function floatSum(updates: readonly ClientUpdate[]): Float32Array {
  const sum = new Float32Array(VALUES);
  for (const { delta, samples } of updates) {
    for (let p = 0; p < VALUES; p++) sum[p]! += samples * delta[p]!;
  }
  return sum;
}

const bitsOf = (values: Float32Array) =>
  Array.from(new Uint32Array(values.buffer), (bits) => bits.toString(16).padStart(8, "0")).join("");
