// A coordinator on a free port of this machine, with workers in this thread and no real network.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { tinyDataset } from "@spikefed/datasets/testing";
import { defaultSettings, type RunSettings } from "@spikefed/protocol";

import { directAggregator } from "../aggregate/aggregator.ts";
import { startCoordinator, type Coordinator, type CoordinatorOptions } from "../coordinator.ts";
import type { Evaluator } from "../evaluate/evaluator.ts";
import { TestClient } from "./test-client.ts";

/** Small enough for tests that exchange real updates. */
export const testSettings: RunSettings = {
  ...defaultSettings,
  preset: "s4",
  clients: 4,
  samplesPerClient: 64,
  rounds: 2,
  minReports: 1,
  roundSeconds: 60,
  testSamples: 20,
};

/** Of `s4`, whose blocks 0, 2 and 4 spike at 4 steps: two pictures of each class, all right. */
export const cannedFigures = {
  confusion: Array.from({ length: 10 }, (_, i) =>
    Array.from({ length: 10 }, (__, j) => (i === j ? 2 : 0)),
  ),
  spikeRates: [0, 2, 4].map((block) => ({ block, perStep: [0.1, 0.2, 0.2, 0.1] })),
  inputRate: null,
};

/** Ten pictures, each taken for the class of its place. */
export const cannedShown = {
  votes: Array.from({ length: 10 }, (_, i) => Array.from({ length: 10 }, (__, j) => +(i === j))),
  raster: {
    ...{ name: "conv 3", timesteps: 4, neurons: 4096, sampled: 2, total: 300 },
    spikes: [0b0101, 0b1000],
  },
};

/** Judges nothing: as accurate as the hash of the model says. */
export const cannedEvaluator: Evaluator = {
  prepare: () => undefined,
  evaluate: (model) =>
    Promise.resolve({
      correct: parseInt(model.slice(-2), 16) % 20,
      samples: 20,
      loss: 2.3,
      validation: null,
      ...{ figures: cannedFigures, shown: cannedShown },
      seconds: 0.01,
    }),
  close: () => Promise.resolve(),
};

export interface TestBench {
  dataDir: string;
  said: string[];
  coordinator: Coordinator;
  start(options?: Partial<CoordinatorOptions>): Promise<Coordinator>;
  client(): TestClient;
  /** The host, after its hello. */
  host(): Promise<TestClient>;
  close(): Promise<void>;
}

/** One data folder, one coordinator at a time, any number of clients. */
export async function testBench(options: Partial<CoordinatorOptions> = {}): Promise<TestBench> {
  const dataDir = await mkdtemp(join(tmpdir(), "spikefed-test-"));
  const clients: TestClient[] = [];
  const said: string[] = [];
  const start = async (more: Partial<CoordinatorOptions> = {}) => {
    bench.coordinator = await startCoordinator({
      ...{ dataDir, dataset: tinyDataset(), host: "127.0.0.1", port: 0, mayMove: false },
      ...{ settings: testSettings, settleMs: 0, pages: join(dataDir, "no-pages") },
      ...{ startAggregator: directAggregator, startEvaluator: () => cannedEvaluator },
      say: (line) => void said.push(line),
      onFatal: (error) => void said.push(`fatal: ${error.message}`),
      ...options,
      ...more,
    });
    return bench.coordinator;
  };
  const client = () => {
    const made = new TestClient(`http://127.0.0.1:${bench.coordinator.port}`);
    clients.push(made);
    return made;
  };
  const bench = { dataDir, said, start, client } as TestBench;
  bench.host = async () => {
    const host = client();
    await host.hello({ role: "host", hostKey: bench.coordinator.hostKey });
    return host;
  };
  bench.close = async () => {
    for (const each of clients) each.close();
    await bench.coordinator.close();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 3 }); // an averaging may still write
  };
  await start();
  return bench;
}
