// Who may train on what: the partition of a run, made once, and the bytes of each share.

import { createHash } from "node:crypto";

import { labelCounts, partition } from "@spikefed/fl-core";
import { leastDrawnSamples, type RunSettings, SpikefedError } from "@spikefed/protocol";

import { chosenPictures } from "./chosen-pictures.ts";
import type { Dataset, ImageSet } from "./dataset.ts";
import { SHARD_RECORD_BYTES, shardBytes } from "./shard.ts";
import { splitTraining } from "./validation-part.ts";

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
  readonly #validation: Uint32Array;
  /** Pictures of each class in each shard, `[K][C]`. */
  readonly labelCounts: number[][];
  readonly #hashes = new Map<number, string>();
  readonly #indexOfHash = new Map<string, number>();

  /**
   * @param isBegun The run goes on as it was dealt when it began, also with less than a batch for somebody.
   * @throws {SpikefedError} `partition/...` when the dataset does not allow this partition,
   *   `room/settings` when a client would have less than a batch.
   */
  constructor(dataset: Dataset, settings: RunSettings, { isBegun = false } = {}) {
    const { clients, samplesPerClient, validationSamples, seed } = settings;
    const { labels, count } = dataset.train;
    const classes = dataset.classes.length;
    const { dealt, validation } = splitTraining(count, validationSamples, seed);
    const left = Uint8Array.from(dealt, (index) => labels[index]!);
    const minSamples = leastDrawnSamples(settings);
    const options = { labels: left, classes, clients, samplesPerClient, seed, minSamples };
    const plan = partition(settings.partition, options);
    if (!isBegun) checkBatches(settings, plan.shards);
    this.#dataset = dataset;
    this.#validation = validation;
    this.#indices = plan.shards.map((shard) => shard.map((index) => dealt[index]!));
    this.labelCounts = labelCounts(plan, left, classes);
    this.count = plan.shards.length;
    this.mostSamples = Math.max(...plan.shards.map((shard) => shard.length));
  }

  /** Training pictures that are in no shard, to judge by; null: the settings keep none. */
  validation(): ImageSet | null {
    const indices = this.#validation;
    return indices.length === 0 ? null : chosenPictures(this.#dataset.train, indices);
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

/** Where sizes differ, only what was dealt tells the smallest. */
function checkBatches({ batchSize }: RunSettings, shards: readonly Uint32Array[]): void {
  const least = Math.min(...shards.map(({ length }) => length));
  if (batchSize <= least) return;
  const allowed = `at most ${least}, the pictures of the smallest share`;
  throw new SpikefedError("room/settings", { key: "batchSize", got: batchSize, allowed });
}
