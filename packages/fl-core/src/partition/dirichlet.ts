// Label skew: class shares drawn from a Dirichlet distribution.

import { SpikefedError } from "@spikefed/protocol";

import { shuffle } from "../random/choice.ts";
import { drawLogDirichlet, shares } from "../random/dirichlet.ts";
import { createRandom, uniform, type Random } from "../random/generator.ts";
import { checkEnough, type PartitionOptions, type ShardPlan } from "./plan.ts";

export interface DirichletOptions extends PartitionOptions {
  /** C */
  classes: number;
  /** Small: each client sees few classes; large: nearly IID. */
  alpha: number;
  /** Without `samplesPerClient`: the smallest shard accepted. FedSNN's 10 when not given. */
  minSamples?: number;
}

/** Divisions tried until every client has enough pictures. */
const MAX_TRIES = 200;

/**
 * Two forms. `samplesPerClient: null` is FedSNN's: for each class, its shuffled pictures are split
 * among the clients in proportions p ~ Dir(alpha), where clients that already hold N / K pictures
 * get none; repeated until the smallest client has `minSamples`. With `samplesPerClient: n`, each
 * client draws its class mix from Dir(alpha) and takes n pictures by it without replacement; a class
 * that is used up is left out of the mix.
 *
 * @throws {SpikefedError} `partition/impossible` when there are too few pictures or, for the first
 *   form, when 200 divisions all left a client below `minSamples`.
 * @see Venkatesha et al., Federated Learning with Spiking Neural Networks, arXiv 2106.06579, and its
 *   code; Hsu et al., arXiv 1909.06335, for the second form.
 */
export function dirichlet(options: DirichletOptions): ShardPlan {
  checkEnough(options);
  const random = createRandom(options.seed, 2);
  const { samplesPerClient } = options;
  const lists = samplesPerClient === null ? tryCapped(random, options) : drawSized(random, options);
  return { shards: lists.map((list) => Uint32Array.from(list)) };
}

/** Picture indices of each class, shuffled, `[C][..]`. */
function shuffledClasses(random: Random, { labels, classes }: DirichletOptions): number[][] {
  const lists = Array.from({ length: classes }, (): number[] => []);
  for (let i = 0; i < labels.length; i++) lists[labels[i] as number]!.push(i);
  return lists.map((list) => shuffle(random, list));
}

function tryCapped(random: Random, options: DirichletOptions): number[][] {
  const { clients, labels, minSamples = 10 } = options;
  const wanted = clients * minSamples;
  for (let attempt = 0; attempt < MAX_TRIES && wanted <= labels.length; attempt++) {
    const lists = splitCapped(random, options);
    if (Math.min(...lists.map((list) => list.length)) >= minSamples) return lists;
  }
  throw new SpikefedError("partition/impossible", { wanted, available: labels.length });
}

function splitCapped(random: Random, options: DirichletOptions): number[][] {
  const { clients, labels, alpha } = options;
  const cap = labels.length / clients;
  const lists = Array.from({ length: clients }, (): number[] => []);
  for (const pictures of shuffledClasses(random, options)) {
    const logs = drawLogDirichlet(random, alpha, clients);
    const open = logs.map((log, k) => (lists[k]!.length < cap ? log : -Infinity));
    let start = 0;
    let sum = 0;
    shares(open).forEach((share, k) => {
      sum += share;
      const isLast = k === clients - 1;
      const end = isLast ? pictures.length : Math.floor(Math.min(sum, 1) * pictures.length);
      for (const picture of pictures.slice(start, end)) lists[k]!.push(picture);
      start = end;
    });
  }
  return lists;
}

function drawSized(random: Random, options: DirichletOptions): number[][] {
  const stock = shuffledClasses(random, options);
  const size = options.samplesPerClient ?? 0;
  return Array.from({ length: options.clients }, () => {
    const logs = drawLogDirichlet(random, options.alpha, options.classes);
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
