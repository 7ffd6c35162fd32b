// What every partition must hold, and what each of them is for.

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { dirichlet } from "./dirichlet.ts";
import { fedsnnDirichlet } from "./fedsnn-dirichlet.ts";
import { iid } from "./iid.ts";
import { partition as choose } from "./partition.ts";
import { pathological } from "./pathological.ts";
import { labelCounts, type PartitionOptions, type ShardPlan } from "./plan.ts";
import { shard } from "./shard.ts";

const classes = 10;
/** As CIFAR: the same number of each class, in some fixed disorder. */
const balanced = (count: number) => Uint8Array.from({ length: count }, (_, i) => (i * 7) % classes);

type Partition = (options: PartitionOptions) => ShardPlan;
const partitions: [string, Partition][] = [
  ["iid", iid],
  ["dirichlet 0.1", (options) => dirichlet({ ...options, classes, alpha: 0.1, minSamples: 0 })],
  ["dirichlet 5", (options) => dirichlet({ ...options, classes, alpha: 5, minSamples: 0 })],
  ["pathological 10", (options) => pathological({ ...options, classes, classesPerClient: 10 })],
  ["shard 3", (options) => shard({ ...options, classes, shardsPerClient: 3 })],
];
/** Sizes are drawn: `samplesPerClient` is their mean. */
const drawnSizes: [string, Partition][] = [
  [
    "fedsnn-dirichlet 0.3",
    (options) => fedsnnDirichlet({ ...options, classes, alpha: 0.3, minSamples: 0 }),
  ],
];

describe.each([...partitions, ...drawnSizes])("%s", (_, partition) => {
  test("uses each picture at most once, and shares of null all of them", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 12 }), fc.nat(400), (seed, clients, n) => {
        const labels = balanced(clients + n);
        const all = partition({ labels, clients, samplesPerClient: null, seed }).shards;
        expect(all).toHaveLength(clients);
        const used = all.flatMap((shard) => [...shard]).sort((a, b) => a - b);
        expect(used).toEqual(Array.from(labels, (_, i) => i));
      }),
      { numRuns: 60 },
    );
  });

  test("deals as many pictures as were asked for, down to the last picture, none twice", () => {
    for (const samplesPerClient of [1, 37, 100]) {
      const plan = partition({ labels: balanced(500), clients: 5, samplesPerClient, seed: 3 });
      const used = plan.shards.flatMap((shard) => [...shard]);
      expect(used).toHaveLength(5 * samplesPerClient);
      expect(new Set(used).size).toBe(5 * samplesPerClient);
      expect(Math.max(...used)).toBeLessThan(500);
    }
  });

  test("gives the same plan for the same seed and another for another", () => {
    const plan = (seed: number) =>
      partition({ labels: balanced(300), clients: 4, samplesPerClient: 50, seed });
    expect(plan(1)).toEqual(plan(1));
    expect(plan(1)).not.toEqual(plan(2));
  });

  test("says how many pictures are wanted when there are too few", () => {
    const options = { labels: balanced(99), clients: 10, samplesPerClient: 10, seed: 1 };
    expect(() => partition(options)).toThrow("partition/impossible: 100 samples wanted, 99");
    const many = { ...options, clients: 100, samplesPerClient: null };
    expect(() => partition(many)).toThrow("partition/impossible");
  });
});

test.each(partitions)("%s gives each client the number of pictures asked for", (_, partition) => {
  for (const samplesPerClient of [1, 37, 100]) {
    const plan = partition({ labels: balanced(500), clients: 5, samplesPerClient, seed: 3 });
    expect(plan.shards.map(({ length }) => length)).toEqual(Array(5).fill(samplesPerClient));
  }
});

/** Mean over clients of the total variation distance from the uniform class mix, 0 .. 0.9. */
function skew({ shards }: ShardPlan, labels: Uint8Array): number {
  const distances = labelCounts({ shards }, labels, classes).map((counts) => {
    const total = counts.reduce((sum, n) => sum + n, 0);
    return counts.reduce((sum, n) => sum + Math.abs(n / total - 1 / classes) / 2, 0);
  });
  return distances.reduce((sum, d) => sum + d, 0) / distances.length;
}

test.each([[null], [200]])("skew falls as alpha rises, %s samples a client", (samplesPerClient) => {
  const labels = balanced(4000);
  const skewAt = (alpha: number) =>
    [1, 2, 3]
      .map((seed) => ({ labels, classes, clients: 10, samplesPerClient, alpha, seed }))
      .reduce((sum, options) => sum + skew(dirichlet(options), labels) / 3, 0);
  const skews = [0.1, 0.5, 2, 50].map(skewAt);
  expect(skews).toEqual([...skews].sort((a, b) => b - a));
  expect(skews[0]).toBeGreaterThan(0.5);
  expect(skews[3]).toBeLessThan(0.1);
});

test("a minimum that no division reaches is an error after a bounded number of tries", () => {
  const options = { labels: balanced(120), classes, clients: 10, alpha: 0.05, seed: 1 };
  const want = { ...options, samplesPerClient: null, minSamples: 10 };
  const fact =
    "partition.alpha is 0.05; allowed is more, to 100: no division of 120 pictures gave each of 10 clients 10";
  expect(() => dirichlet(want)).toThrow(fact);
  expect(() => fedsnnDirichlet(want)).toThrow(fact);
  expect(() => dirichlet({ ...want, clients: 13 })).toThrow("partition/too-skewed");
});

test("a class that is used up is replaced by the client's other classes, then by any", () => {
  const labels = balanced(100);
  const options = { labels, classes, clients: 2, samplesPerClient: 50, alpha: 0.01, seed: 4 };
  const counts = labelCounts(dirichlet(options), labels, classes);
  const sums = counts[0]!.map((n, c) => n + counts[1]![c]!);
  expect(sums).toEqual(Array(10).fill(10));
});

test("labels are counted by client and class", () => {
  const plan = { shards: [Uint32Array.of(0, 1, 2), Uint32Array.of(3)] };
  expect(labelCounts(plan, [1, 1, 0, 2], 3)).toEqual([
    [1, 2, 0],
    [0, 0, 1],
  ]);
});

test("settings name the partition", () => {
  const options = { labels: balanced(400), classes, clients: 4, samplesPerClient: null, seed: 2 };
  expect(choose({ kind: "iid" }, options)).toEqual(iid(options));
  expect(choose({ kind: "dirichlet", alpha: 1 }, options)).toEqual(
    dirichlet({ ...options, alpha: 1 }),
  );
  expect(choose({ kind: "fedsnn-dirichlet", alpha: 1 }, options)).toEqual(
    fedsnnDirichlet({ ...options, alpha: 1 }),
  );
  expect(choose({ kind: "pathological", classesPerClient: 2 }, options)).toEqual(
    pathological({ ...options, classesPerClient: 2 }),
  );
  expect(choose({ kind: "shard", shardsPerClient: 2 }, options)).toEqual(
    shard({ ...options, shardsPerClient: 2 }),
  );
});
