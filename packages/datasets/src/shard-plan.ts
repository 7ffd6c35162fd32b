// Who may train on what: the partition of a run, made once, and the bytes of each share.

import { createHash } from "node:crypto";

import { labelCounts, partition } from "@spikefed/fl-core";
import type { RunSettings } from "@spikefed/protocol";

import type { Dataset } from "./dataset.ts";
import { SHARD_RECORD_BYTES, shardBytes } from "./shard.ts";

export interface Shard {
  /** Hex sha256 of its bytes. */
  hash: string;
  samples: number;
  bytes: number;
  /** Pictures of each class. */
  labelCounts: number[];
}

/** Shards are cut from the dataset when they are asked for; only their hashes are kept. */
export class ShardPlan {
  readonly count: number;
  /** Pictures in the largest shard. */
  readonly mostSamples: number;
  readonly #dataset: Dataset;
  readonly #indices: Uint32Array[];
  /** Pictures of each class in each shard, `[K][C]`. */
  readonly labelCounts: number[][];
  readonly #hashes = new Map<number, string>();
  readonly #indexOfHash = new Map<string, number>();

  /** @throws {SpikefedError} `partition/...` when the dataset does not allow this partition. */
  constructor(dataset: Dataset, settings: RunSettings) {
    const { clients, samplesPerClient, seed } = settings;
    const { labels } = dataset.train;
    const classes = dataset.classes.length;
    const options = { labels, classes, clients, samplesPerClient, seed };
    const plan = partition(settings.partition, options);
    this.#dataset = dataset;
    this.#indices = plan.shards;
    this.labelCounts = labelCounts(plan, labels, classes);
    this.count = plan.shards.length;
    this.mostSamples = Math.max(...plan.shards.map((shard) => shard.length));
  }

  samples(index: number): number {
    return this.#indices[index]?.length ?? 0;
  }

  shard(index: number): Shard {
    const samples = this.samples(index);
    return {
      hash: this.#hash(index),
      samples,
      bytes: samples * SHARD_RECORD_BYTES,
      labelCounts: this.labelCounts[index] ?? [],
    };
  }

  /** The bytes of a shard that somebody has been given; null for any other hash. */
  bytes(hash: string): Uint8Array | null {
    const index = this.#indexOfHash.get(hash);
    return index === undefined ? null : this.#cut(index);
  }

  #hash(index: number): string {
    const known = this.#hashes.get(index);
    if (known !== undefined) return known;
    const hash = createHash("sha256").update(this.#cut(index)).digest("hex");
    this.#hashes.set(index, hash);
    this.#indexOfHash.set(hash, index);
    return hash;
  }

  #cut(index: number): Uint8Array {
    return shardBytes(this.#dataset.train, this.#indices[index] ?? []);
  }
}
