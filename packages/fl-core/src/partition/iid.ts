// IID: every client's shard is a random sample of the whole set.

import { checkEnough, shuffledIndices, type PartitionOptions, type ShardPlan } from "./plan.ts";

/**
 * The shuffled training set cut into K pieces: of `samplesPerClient` pictures, or (null) of sizes
 * that differ by at most one and use every picture. Flower's IidPartitioner.
 *
 * @throws {SpikefedError} `partition/impossible` when K * samplesPerClient > N.
 */
export function iid(options: PartitionOptions): ShardPlan {
  checkEnough(options);
  const { clients, samplesPerClient } = options;
  const order = shuffledIndices(options);
  const edge = (client: number) =>
    samplesPerClient === null
      ? Math.floor((client * order.length) / clients)
      : client * samplesPerClient;
  const shards = Array.from({ length: clients }, (_, k) => order.slice(edge(k), edge(k + 1)));
  return { shards };
}
