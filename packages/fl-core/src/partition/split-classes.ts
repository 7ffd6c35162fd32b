// Each class split among the clients in drawn shares, again and again until nobody has too little.

import { SpikefedError } from "@spikefed/protocol";

import { drawLogDirichlet, shares } from "../random/dirichlet.ts";
import type { Random } from "../random/generator.ts";

/** The smallest shard that FedSNN's code and Flower accept, when nothing else is said. */
export const MIN_SAMPLES = 10;

/** Divisions tried until every client has enough pictures. FedSNN has no bound, Flower 10. */
const MAX_TRIES = 200;

export interface SplitOptions {
  /** K */
  clients: number;
  /** Small: each client sees few classes; large: nearly IID. */
  alpha: number;
  /** The smallest shard accepted. */
  minSamples: number;
  /** A client that holds this many pictures gets none of the classes that follow. */
  cap: number;
}

/**
 * For each class: p ~ Dir(alpha) over the clients, without those that hold `cap` pictures already;
 * the class's pictures are cut at floor(cumsum(p) n).
 *
 * @param drawClasses Pictures of each class `[C][..]`, in a new order for each try.
 * @returns Pictures of each client, `[K][..]`; together they are all pictures.
 * @throws {SpikefedError} `partition/too-skewed` when 200 divisions all left somebody below
 *   `minSamples`, or at once when there are fewer than K * minSamples pictures.
 */
export function splitClasses(
  random: Random,
  drawClasses: () => number[][],
  options: SplitOptions,
): number[][] {
  const { clients, alpha, minSamples } = options;
  let pictures = 0;
  for (let tries = 1; tries <= MAX_TRIES; tries++) {
    const classes = drawClasses();
    pictures = classes.reduce((sum, { length }) => sum + length, 0);
    if (pictures < clients * minSamples) break;
    const lists = splitOnce(random, classes, options);
    if (lists.every(({ length }) => length >= minSamples)) return lists;
  }
  throw new SpikefedError("partition/too-skewed", { clients, alpha, least: minSamples, pictures });
}

function splitOnce(random: Random, classes: number[][], options: SplitOptions): number[][] {
  const { clients, alpha, cap } = options;
  const lists = Array.from({ length: clients }, (): number[] => []);
  for (const pictures of classes) {
    const logs = drawLogDirichlet(random, alpha, clients);
    const open = logs.map((log, k) => (lists[k]!.length < cap ? log : -Infinity));
    let start = 0;
    let sum = 0;
    shares(open).forEach((share, k) => {
      sum += share;
      const isLast = k === clients - 1;
      const end = isLast ? pictures.length : Math.floor(Math.min(sum, 1) * pictures.length);
      for (let i = start; i < end; i++) lists[k]!.push(pictures[i] as number);
      start = end;
    });
  }
  return lists;
}
