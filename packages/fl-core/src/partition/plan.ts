// Which training pictures each client gets.

import { SpikefedError } from "@spikefed/protocol";

import { shuffle } from "../random/choice.ts";
import { createRandom } from "../random/generator.ts";

/** Indices into the training set, one list a client. No index is in two lists or twice in one. */
export interface ShardPlan {
  shards: Uint32Array[];
}

export interface PartitionOptions {
  /** Label of each training picture, `[N]`. */
  labels: Uint8Array | Uint32Array | readonly number[];
  /** K: shards to make. */
  clients: number;
  /** Pictures in each shard (their mean, where sizes differ); null shares the whole set out. */
  samplesPerClient: number | null;
  seed: number;
}

/** What a partition by label needs besides. */
export interface LabelOptions extends PartitionOptions {
  /** C; every label is below. */
  classes: number;
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

/** The training set in the order of the seed, `[N]`. */
export function shuffledIndices({ labels, seed }: PartitionOptions): Uint32Array {
  return shuffle(
    createRandom(seed, 1),
    Uint32Array.from({ length: labels.length }, (_, i) => i),
  );
}

/** K * samplesPerClient pictures drawn at random without replacement. */
export function randomSubset(options: PartitionOptions): Uint32Array {
  const { clients, samplesPerClient, labels } = options;
  const count = samplesPerClient === null ? labels.length : clients * samplesPerClient;
  return shuffledIndices(options).slice(0, count);
}

/** @throws {SpikefedError} `partition/impossible` when there are too few pictures. */
export function checkEnough({ labels, clients, samplesPerClient }: PartitionOptions): void {
  const wanted = clients * (samplesPerClient ?? 1);
  if (clients < 1 || wanted > labels.length) {
    throw new SpikefedError("partition/impossible", { wanted, available: labels.length });
  }
}
