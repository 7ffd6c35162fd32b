// Sorted by label, cut into shards, dealt: the first federated experiment's idea of label skew.

import { shuffle } from "../random/choice.ts";
import { createRandom, type Random } from "../random/generator.ts";
import { shuffledClasses } from "./class-lists.ts";
import { checkEnough, randomSubset, type LabelOptions, type ShardPlan } from "./plan.ts";

export interface ShardOptions extends LabelOptions {
  /** Pieces of the sorted set that a client gets: about the most classes that it sees. */
  shardsPerClient: number;
}

/**
 * The pictures sorted by label (shuffled within a label) are cut into K * shardsPerClient pieces of
 * equal size, of which each client gets `shardsPerClient` at random. Sizes of pieces, and of
 * clients, differ by at most one, and every picture is used (Flower's ShardPartitioner drops what
 * does not fill a piece). `samplesPerClient: n` does so with K * n pictures drawn at random.
 *
 * A client sees at most `shardsPerClient` classes and one more for each of its pieces that lies
 * across the border of two.
 *
 * @throws {SpikefedError} `partition/impossible` when K * samplesPerClient > N.
 * @see McMahan et al., Communication-Efficient Learning of Deep Networks from Decentralized Data,
 *   AISTATS 2017, arXiv 1602.05629, section 3.
 */
export function shard(options: ShardOptions): ShardPlan {
  checkEnough(options);
  const { labels, classes, clients, samplesPerClient, seed } = options;
  const among = samplesPerClient === null ? undefined : randomSubset(options);
  const random = createRandom(seed, 5);
  const sorted = shuffledClasses(random, labels, classes, among).flat();
  const lists = Array.from({ length: clients }, (): number[] => []);
  let start = 0;
  for (const { client, size } of dealPieces(random, sorted.length, options)) {
    lists[client]!.push(...sorted.slice(start, start + size));
    start += size;
  }
  return { shards: lists.map((list) => Uint32Array.from(list)) };
}

/** Whose piece comes next along the sorted pictures, and how long it is; sizes sum to `pictures`. */
function dealPieces(
  random: Random,
  pictures: number,
  { clients, shardsPerClient }: ShardOptions,
): { client: number; size: number }[] {
  const edge = (k: number) => Math.floor((k * pictures) / clients);
  const pieces = Array.from({ length: clients }, (_, client) => {
    const own = edge(client + 1) - edge(client);
    const cut = (i: number) => Math.floor((i * own) / shardsPerClient);
    return Array.from({ length: shardsPerClient }, (_, i) => ({
      client,
      size: cut(i + 1) - cut(i),
    }));
  });
  return shuffle(random, pieces.flat());
}
