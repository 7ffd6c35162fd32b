import { defaultSettings, type RunSettings } from "@spikefed/protocol";
import { expect, test } from "vitest";

import type { Dataset } from "./dataset.ts";
import { ShardPlan } from "./shard-plan.ts";

const CLASSES = 10;

/** Labels in turn; no plan reads a pixel. */
function datasetOf(count: number): Dataset {
  const set = { count, labels: Uint8Array.from({ length: count }, (_, i) => i % CLASSES) };
  return { train: set, test: set, classes: Array(CLASSES).fill("class") } as unknown as Dataset;
}

const settingsOf = (change: Partial<RunSettings>): RunSettings => ({
  ...defaultSettings,
  ...{ clients: 10, samplesPerClient: null },
  ...change,
});

const sizes = (plan: ShardPlan) => Array.from({ length: plan.count }, (_, k) => plan.samples(k));

test.each(["fedsnn-dirichlet", "dirichlet"] as const)(
  "%s leaves nobody without a full batch, whatever the draw",
  (kind) => {
    for (const batchSize of [4, 32, 100]) {
      for (let seed = 1; seed <= 20; seed++) {
        const partition = { kind, alpha: 0.3 };
        const settings = settingsOf({ partition, batchSize, seed });
        const least = Math.min(...sizes(new ShardPlan(datasetOf(5_000), settings)));
        expect(least).toBeGreaterThanOrEqual(Math.max(10, batchSize));
      }
    }
  },
);

test("a division that cannot give each client a full batch names alpha and the batch", () => {
  const partition = { kind: "fedsnn-dirichlet", alpha: 0.01 } as const;
  const settings = settingsOf({ partition, batchSize: 450 });
  expect(() => new ShardPlan(datasetOf(5_000), settings)).toThrow(
    "no division of 5000 pictures gave each of 10 clients 450",
  );
});

/** Few of class 0, so that its holders have less than others. */
const uneven = (count: number): Dataset => {
  const dataset = datasetOf(count);
  const labels = dataset.train.labels.map((label, i) => (label === 0 && i % 20 === 0 ? 1 : label));
  return { ...dataset, train: { ...dataset.train, labels } };
};

test.each<[partition: RunSettings["partition"], clients: number, dataset: Dataset, least: number]>([
  [{ kind: "iid" }, 13, datasetOf(5_000), 384],
  [{ kind: "shard", shardsPerClient: 3 }, 13, datasetOf(5_000), 384],
  [{ kind: "pathological", classesPerClient: 3 }, 15, datasetOf(5_000), 250],
  [{ kind: "pathological", classesPerClient: 1 }, 10, uneven(5_000), 250],
])(
  "%j refuses a batch that the smallest of %i shares has not",
  (partition, clients, set, least) => {
    const planOf = (batchSize: number, more = {}) =>
      new ShardPlan(set, settingsOf({ partition, clients, batchSize }), more);
    expect(Math.min(...sizes(planOf(least)))).toBe(least);
    expect(() => planOf(least + 1)).toThrow(
      `setting batchSize is ${least + 1}; allowed is at most ${least}, the pictures of the smallest share`,
    );
  },
);

test("a run that was dealt before goes on as it began", () => {
  const partition = { kind: "pathological", classesPerClient: 1 } as const;
  const settings = settingsOf({ partition, batchSize: 256 });
  expect(() => new ShardPlan(uneven(5_000), settings)).toThrow("batchSize is 256");
  const plan = new ShardPlan(uneven(5_000), settings, { isBegun: true });
  expect(Math.min(...sizes(plan))).toBe(250);
});
