// What a host can choose for a run. One schema for pages, coordinator and CLI.

import * as v from "valibot";

import { defaultStrategy, StrategySettings } from "./strategy-settings.ts";

export const PRESETS = ["s4", "s5", "vgg9", "vgg9-direct"] as const;
export type PresetName = (typeof PRESETS)[number];

const count = (min: number, max: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const real = (min: number, max: number) =>
  v.pipe(v.number(), v.finite(), v.minValue(min), v.maxValue(max));

export const PartitionSettings = v.variant("kind", [
  v.strictObject({ kind: v.literal("iid") }),
  /** Label skew: for each class, shares drawn from Dirichlet(alpha). */
  v.strictObject({ kind: v.literal("dirichlet"), alpha: real(0.01, 100) }),
]);

/** SGD as in FedSNN: `v = momentum v + g + weightDecay p`, `p = p - learningRate v`. */
export const OptimizerSettings = v.strictObject({
  kind: v.literal("sgd"),
  learningRate: real(0.0001, 10),
  momentum: real(0, 0.999),
  weightDecay: real(0, 0.1),
});

export const RunSettings = v.strictObject({
  preset: v.picklist(PRESETS),
  /** K: shards made; one volunteer holds one shard. */
  clients: count(1, 1000),
  /** Training pictures in one shard; null shares the whole training set out. */
  samplesPerClient: v.nullable(count(32, 50_000)),
  partition: PartitionSettings,
  rounds: count(1, 1000),
  /** Volunteers invited to a round; null invites everybody present. */
  participants: v.nullable(count(1, 1000)),
  /** Updates without which a round is repeated instead of averaged. */
  minReports: count(1, 1000),
  /** Seconds until a round closes with what has arrived. */
  roundSeconds: count(5, 3600),
  localEpochs: count(1, 20),
  batchSize: count(2, 256),
  optimizer: OptimizerSettings,
  strategy: StrategySettings,
  /** Held-out test pictures on which the group model is judged after each round. */
  testSamples: count(10, 10_000),
  /** true: wait for the host after every round. */
  stepMode: v.boolean(),
  seed: count(0, 2 ** 31 - 1),
});
export type RunSettings = v.InferOutput<typeof RunSettings>;

/** The first run of a new user: two tabs or a class of 32, a small net, a few minutes. */
export const defaultSettings: RunSettings = {
  preset: "s5",
  clients: 32,
  samplesPerClient: 1000,
  partition: { kind: "iid" },
  rounds: 20,
  participants: null,
  minReports: 1,
  roundSeconds: 300,
  localEpochs: 1,
  batchSize: 32,
  optimizer: { kind: "sgd", learningRate: 0.1, momentum: 0.9, weightDecay: 0.0001 },
  strategy: defaultStrategy,
  testSamples: 1000,
  stepMode: false,
  seed: 1,
};
