// Label skew: shares drawn from a Dirichlet distribution, without a cap on anybody's size.

import { drawLogDirichlet, shares } from "../random/dirichlet.ts";
import { createRandom, uniform, type Random } from "../random/generator.ts";
import { shuffledClasses } from "./class-lists.ts";
import { checkEnough, type LabelOptions, type ShardPlan } from "./plan.ts";
import { MIN_SAMPLES, splitClasses } from "./split-classes.ts";

export interface DirichletOptions extends LabelOptions {
  /** Small: each client sees few classes; large: nearly IID. */
  alpha: number;
  /** Where sizes differ: the smallest shard accepted, 10 when not given. */
  minSamples?: number;
}

/**
 * Two forms. `samplesPerClient: null` is Flower's DirichletPartitioner as it comes
 * (`self_balancing=False`): for each class, its shuffled pictures are split among the clients in
 * proportions p ~ Dir(alpha), repeated until the smallest client has `minSamples`; sizes may differ
 * a hundredfold. With `samplesPerClient: n` all sizes are equal: each client draws its class mix from
 * Dir(alpha) and takes n pictures by it without replacement; a class that is used up is left out of
 * the mix.
 *
 * @throws {SpikefedError} `partition/impossible` when K * samplesPerClient > N;
 *   `partition/too-skewed` when 200 divisions all left a client below `minSamples`.
 * @see Yurochkin et al., arXiv 1905.12022, for the first form; Hsu et al., arXiv 1909.06335, for
 *   the second.
 */
export function dirichlet(options: DirichletOptions): ShardPlan {
  checkEnough(options);
  const lists = options.samplesPerClient === null ? splitAll(options) : drawSized(options);
  return { shards: lists.map((list) => Uint32Array.from(list)) };
}

function splitAll(options: DirichletOptions): number[][] {
  const { labels, classes, clients, alpha, seed, minSamples = MIN_SAMPLES } = options;
  const random = createRandom(seed, 3);
  const limits = { clients, alpha, minSamples, cap: Infinity };
  return splitClasses(random, () => shuffledClasses(random, labels, classes), limits);
}

function drawSized(options: DirichletOptions): number[][] {
  const { labels, classes, clients, alpha, seed } = options;
  const random = createRandom(seed, 2);
  const stock = shuffledClasses(random, labels, classes);
  const size = options.samplesPerClient ?? 0;
  return Array.from({ length: clients }, () => {
    const logs = drawLogDirichlet(random, alpha, classes);
    return Array.from({ length: size }, () => takeOne(random, logs, stock));
  });
}

/** One picture by the client's mix over the classes that still have some. */
function takeOne(random: Random, logs: readonly number[], stock: number[][]): number {
  const mix = shares(logs.map((log, c) => (stock[c]!.length > 0 ? log : -Infinity)));
  let left = uniform(random);
  let chosen = 0;
  for (const [c, share] of mix.entries()) {
    if (share === 0) continue;
    chosen = c;
    left -= share;
    if (left < 0) break;
  }
  return stock[chosen]!.pop()!;
}
