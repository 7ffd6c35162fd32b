// Which training pictures each client gets.

import { SpikefedError } from "@spikefed/protocol";

/** Indices into the training set, one list a client. No index is in two lists or twice in one. */
export interface ShardPlan {
  shards: Uint32Array[];
}

export interface PartitionOptions {
  /** Label of each training picture, `[N]`. */
  labels: Uint8Array | Uint32Array | readonly number[];
  /** K: shards to make. */
  clients: number;
  /** Pictures in each shard; null shares the whole set out. */
  samplesPerClient: number | null;
  seed: number;
}

/** Pictures of each class in each shard, `[K][C]`. */
export function labelCounts(
  plan: ShardPlan,
  labels: PartitionOptions["labels"],
  classes: number,
): number[][] {
  return plan.shards.map((shard) => {
    const counts = new Array<number>(classes).fill(0);
    for (const index of shard) counts[labels[index] as number]! += 1;
    return counts;
  });
}

/** @throws {SpikefedError} `partition/impossible` when there are too few pictures. */
export function checkEnough({ labels, clients, samplesPerClient }: PartitionOptions): void {
  const wanted = clients * (samplesPerClient ?? 1);
  if (clients < 1 || wanted > labels.length) {
    throw new SpikefedError("partition/impossible", { wanted, available: labels.length });
  }
}
