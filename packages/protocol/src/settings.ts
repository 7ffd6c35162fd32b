// What a host can choose for a run. One schema for pages, coordinator and CLI.

import * as v from "valibot";

import { Attackers } from "./attackers.ts";
import { defaultLocalLoss, LocalLoss } from "./local-loss.ts";
import { defaultLocalRule, LocalRule } from "./local-rule.ts";
import { count, real } from "./ranges.ts";
import { defaultScheduler, Scheduler } from "./scheduler-settings.ts";
import { defaultStrategy, StrategySettings } from "./strategy-settings.ts";
import { defaultUpdateEncoding, UpdateEncoding } from "./update-encoding.ts";

/** Presets without spikes: their network is `ann`. */
export const ANN_PRESETS = ["s5-baseline", "vgg9-baseline"] as const;
export const PRESETS = ["s4", "s5", "vgg9", "vgg9-direct", ...ANN_PRESETS] as const;
export type PresetName = (typeof PRESETS)[number];

export const isAnnPreset = (preset: PresetName): boolean =>
  ANN_PRESETS.some((name) => name === preset);

/** How the training pictures are dealt; what each kind does is said in fl-core's `partition`. */
export const PartitionSettings = v.variant("kind", [
  v.strictObject({ kind: v.literal("iid") }),
  /** FedSNN's label skew: shares of each class from Dirichlet(alpha), sizes capped. */
  v.strictObject({ kind: v.literal("fedsnn-dirichlet"), alpha: real(0.01, 100) }),
  /** Label skew as Flower's: shares of each class from Dirichlet(alpha), sizes as they come. */
  v.strictObject({ kind: v.literal("dirichlet"), alpha: real(0.01, 100) }),
  /** Every client holds exactly so many classes. */
  v.strictObject({ kind: v.literal("pathological"), classesPerClient: count(1, 100) }),
  /** Sorted by label and cut; every client gets so many pieces. */
  v.strictObject({ kind: v.literal("shard"), shardsPerClient: count(1, 100) }),
]);
export type PartitionSettings = v.InferOutput<typeof PartitionSettings>;

export const NETWORKS = ["snn", "ann"] as const;
/** Of whom a round is made; what each does is said in fl-core's `choose-clients.ts`. */
export const SAMPLINGS = ["uniform", "by-samples", "least-recently"] as const;
export type Sampling = (typeof SAMPLINGS)[number];
export const CODINGS = ["direct", "poisson"] as const;

/** SGD as in FedSNN: `v = momentum v + g + weightDecay p`, `p = p - learningRate v`. */
export const OptimizerSettings = v.strictObject({
  kind: v.optional(v.literal("sgd"), "sgd"),
  learningRate: v.optional(real(0.0001, 10), 0.1),
  momentum: v.optional(real(0, 0.999), 0.9),
  weightDecay: v.optional(real(0, 0.1), 0.0001),
});

/**
 * FedSNN's steps down: after each of `rounds` (counted from 1) the rate is divided by `factor`, so
 * `[40]` makes round 41 the first with a lower one. FedSNN's code counts from 0: its 40 is 41 here.
 */
export const LearningRateDrops = v.strictObject({
  rounds: v.optional(v.pipe(v.array(count(1, 1000)), v.maxLength(20)), []),
  factor: v.optional(real(1, 1000), 5),
});

export const RunSettings = v.strictObject({
  preset: v.picklist(PRESETS),
  /**
   * ann: the preset's twin with ReLU, plain batch norm and one step; it knows no timesteps or coding. Of a
   * preset without spikes it is the preset itself, and the only choice.
   */
  network: v.picklist(NETWORKS),
  /** T: steps that each picture is shown; null: the preset's. */
  timesteps: v.nullable(count(1, 64)),
  /** How a picture becomes input: analog at each step, or signed Poisson spikes; null: the preset's. */
  coding: v.nullable(v.picklist(CODINGS)),
  /** K: shards made; one volunteer holds one shard. */
  clients: count(1, 1000),
  /** Training pictures in one shard (their mean, where sizes differ); null shares all of them out. */
  samplesPerClient: v.nullable(count(32, 50_000)),
  partition: PartitionSettings,
  rounds: count(1, 1000),
  /** Volunteers invited to a round; null invites everybody present. */
  participants: v.nullable(count(1, 1000)),
  /** How they are chosen: all alike, in proportion to their pictures, or who waited the longest. */
  sampling: v.picklist(SAMPLINGS),
  /** Updates without which a round is repeated instead of averaged. */
  minReports: count(1, 1000),
  /**
   * FedSNN's stragglers: the chance that a chosen client drops out before it begins. As many as must
   * report are spared; with `minReports: 1` that is one, as in FedSNN.
   */
  stragglerProbability: real(0, 0.99),
  /** Share of clients invited beyond those that a round waits for: it closes when enough have sent. */
  overSelect: real(0, 2),
  /** Share of the clients a round waits for that must send, beside `minReports`. */
  minFraction: real(0, 1),
  /** Seconds until a round closes with what has arrived. */
  roundSeconds: count(5, 3600),
  /**
   * Seconds for which a round waits for a client of whose work nothing is heard: no batch, no piece
   * of a download or of its update, no compiled kernel; null: to its end. A batch must not take longer
   * on the slowest device, nor the wait for a turn where volunteers share a processor.
   */
  leaseSeconds: v.nullable(count(10, 3600)),
  /**
   * true: a client that is too slow for the round is asked for fewer of its pictures, as its work in
   * earlier rounds was measured, and counts with so many. Rooms alone: a simulation has no deadline.
   */
  adaptWork: v.boolean(),
  localEpochs: count(1, 20),
  batchSize: count(2, 256),
  optimizer: OptimizerSettings,
  learningRateDrops: LearningRateDrops,
  /** What the answers are compared with in local training. */
  localLoss: LocalLoss,
  /** How local training turns its loss into gradients. */
  localRule: LocalRule,
  /**
   * true: norm layers stay with their clients, after FedBN: a client takes weights from the round's
   * model and goes on with its own norm. The group model is judged with the mean of what they sent.
   */
  localNorm: v.boolean(),
  /** FedSNN's sigma: normal noise on an update, in units of each tensor's mean absolute change. */
  gradientNoise: real(0, 10),
  /** How updates are written on their way to the average. */
  updateEncoding: UpdateEncoding,
  /** When updates become the next model: round by round, or whenever a buffer is full. */
  scheduler: Scheduler,
  strategy: StrategySettings,
  /** Held-out test pictures on which the group model is judged. */
  testSamples: count(10, 10_000),
  /**
   * Training pictures that are kept from all clients: the model is judged on them as well, so that
   * settings can be chosen without a look at the test pictures. 0: there are none, and the shards are
   * cut from the whole training set.
   */
  validationSamples: count(0, 10_000),
  /** Simulated clients that attack; null: none. In a room attackers come as volunteers. */
  attackers: v.nullable(Attackers),
  /** The model is judged after every so many rounds, and after the last one. */
  evaluateEvery: count(1, 1000),
  /** Evaluations in a row without a better accuracy that end the run; null: none do. */
  patience: v.nullable(count(1, 1000)),
  /** Points of accuracy (percent) by which one counts as better; for `patience`. */
  minDelta: real(0, 100),
  /** A round that lowers the accuracy by more points (percent) is taken back; null: none is. */
  gateDrop: v.nullable(real(0, 100)),
  /** true: wait for the host after every round. */
  stepMode: v.boolean(),
  seed: count(0, 2 ** 31 - 1),
});
export type RunSettings = v.InferOutput<typeof RunSettings>;

/** The first run of a new user: two tabs or a class of 32, a small net, a few minutes. */
export const defaultSettings: RunSettings = {
  preset: "s5",
  network: "snn",
  timesteps: null,
  coding: null,
  clients: 32,
  samplesPerClient: 1000,
  partition: { kind: "iid" },
  rounds: 20,
  participants: null,
  sampling: "uniform",
  minReports: 1,
  stragglerProbability: 0,
  overSelect: 0,
  minFraction: 0,
  roundSeconds: 300,
  leaseSeconds: null,
  adaptWork: false,
  localEpochs: 1,
  batchSize: 32,
  optimizer: v.parse(OptimizerSettings, {}),
  learningRateDrops: v.parse(LearningRateDrops, {}),
  localLoss: defaultLocalLoss,
  localRule: defaultLocalRule,
  localNorm: false,
  gradientNoise: 0,
  updateEncoding: defaultUpdateEncoding,
  scheduler: defaultScheduler,
  strategy: defaultStrategy,
  testSamples: 1000,
  validationSamples: 0,
  attackers: null,
  evaluateEvery: 1,
  patience: null,
  minDelta: 0,
  gateDrop: null,
  stepMode: false,
  seed: 1,
};
