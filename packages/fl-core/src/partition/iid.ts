// IID: every client's shard is a random sample of the whole set.

import { shuffle } from "../random/choice.ts";
import { createRandom } from "../random/generator.ts";
import { checkEnough, type PartitionOptions, type ShardPlan } from "./plan.ts";

/**
 * The shuffled training set cut into K pieces: of `samplesPerClient` pictures, or (null) of sizes
 * that differ by at most one and use every picture.
 *
 * @throws {SpikefedError} `partition/impossible` when K * samplesPerClient > N.
 */
export function iid(options: PartitionOptions): ShardPlan {
  checkEnough(options);
  const { labels, clients, samplesPerClient, seed } = options;
  const order = shuffle(
    createRandom(seed, 1),
    Uint32Array.from({ length: labels.length }, (_, i) => i),
  );
  const edge = (client: number) =>
    samplesPerClient === null
      ? Math.floor((client * order.length) / clients)
      : client * samplesPerClient;
  const shards = Array.from({ length: clients }, (_, k) => order.slice(edge(k), edge(k + 1)));
  return { shards };
}
