import { labelCounts, partition } from "@spikefed/fl-core";
import { defaultSettings, type PartitionSettings, type RunSettings } from "@spikefed/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { SHARD_RECORD_BYTES } from "./shard.ts";
import { ShardPlan } from "./shard-plan.ts";
import { tinyDataset } from "./testing/tiny-dataset.ts";
import { splitTraining } from "./validation-part.ts";

test("both parts together are the training set, each picture once, at any seed", () => {
  const any = fc.record({
    count: fc.integer({ min: 1, max: 2000 }),
    share: fc.double({ min: 0, max: 0.99, noNaN: true }),
    seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  });
  fc.assert(
    fc.property(any, ({ count, share, seed }) => {
      const samples = Math.floor(count * share);
      const { dealt, validation } = splitTraining(count, samples, seed);
      expect(validation).toHaveLength(samples);
      const all = [...dealt, ...validation].sort((a, b) => a - b);
      expect(all).toEqual(Array.from({ length: count }, (_, i) => i));
      expect([...dealt]).toEqual([...dealt].sort((a, b) => a - b));
    }),
  );
});

test("the same seed keeps the same pictures, another seed others", () => {
  const kept = (seed: number) => splitTraining(1000, 100, seed).validation;
  expect(kept(3)).toEqual(kept(3));
  expect(kept(4)).not.toEqual(kept(3));
});

const ways: PartitionSettings[] = [
  ...[{ kind: "iid" } as const, { kind: "fedsnn-dirichlet", alpha: 0.5 } as const],
  ...[{ kind: "dirichlet", alpha: 0.5 } as const, { kind: "shard", shardsPerClient: 2 } as const],
  { kind: "pathological", classesPerClient: 2 },
];
const dataset = tinyDataset(600, 50);

/** Which pictures of the tiny training set these are: it writes their numbers into their pixels. */
const numbersOf = (pixels: Uint8Array): number[] =>
  Array.from(
    { length: pixels.length / 3072 },
    (_, at) => 256 * pixels[at * 3072]! + pixels[at * 3072 + 1]!,
  );
const shardsOf = (plan: ShardPlan): number[][] =>
  Array.from({ length: plan.count }, (_, i) => {
    const bytes = plan.bytes(plan.shard(i).hash)!;
    const records = bytes.length / SHARD_RECORD_BYTES;
    const pixels = new Uint8Array(records * 3072);
    for (let at = 0; at < records; at++) {
      const start = at * SHARD_RECORD_BYTES;
      pixels.set(bytes.subarray(start + 1, start + SHARD_RECORD_BYTES), at * 3072);
    }
    return numbersOf(pixels);
  });

describe.each(ways)("%j", (way) => {
  const settings = (validationSamples: number, seed: number): RunSettings => ({
    ...defaultSettings,
    ...{ clients: 4, samplesPerClient: null, batchSize: 8, partition: way },
    ...{ validationSamples, seed },
  });

  test("no client has a picture of the validation part, over seeds", () => {
    for (let seed = 1; seed <= 10; seed++) {
      const plan = new ShardPlan(dataset, settings(100, seed));
      const kept = new Set(numbersOf(plan.validation()!.pixels));
      expect(kept.size).toBe(100);
      const dealt = shardsOf(plan).flat();
      expect(dealt.filter((picture) => kept.has(picture))).toEqual([]);
      expect(new Set(dealt).size).toBe(dealt.length);
      if (way.kind !== "pathological") expect(dealt).toHaveLength(500);
    }
  });

  test("without it the shards are those of the whole training set, as before there was one", () => {
    const plan = new ShardPlan(dataset, settings(0, 5));
    expect(plan.validation()).toBeNull();
    const { labels } = dataset.train;
    const options = { labels, classes: 10, clients: 4, samplesPerClient: null, seed: 5 };
    const { shards } = partition(way, options);
    expect(shardsOf(plan)).toEqual(shards.map((shard) => [...shard]));
    expect(plan.labelCounts).toEqual(labelCounts({ shards }, labels, 10));
  });

  test("labels go with their pictures", () => {
    const plan = new ShardPlan(dataset, settings(100, 2));
    const { labels, pixels } = plan.validation()!;
    expect([...labels]).toEqual(numbersOf(pixels).map((picture) => picture % 10));
    for (let shard = 0; shard < plan.count; shard++) {
      const counts = new Array<number>(10).fill(0);
      for (const picture of shardsOf(plan)[shard]!) counts[picture % 10]! += 1;
      expect(plan.labelCounts[shard]).toEqual(counts);
    }
  });
});
