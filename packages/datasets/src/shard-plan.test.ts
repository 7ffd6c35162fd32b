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
