// A federation as an experiment writes it down: one flat object, every key with a default. A room
// has more to say (who may be late, who waits for whom); both become the same `RunSettings`.

import * as v from "valibot";

import { Attackers } from "./attackers.ts";
import { checkTogether } from "./check-settings.ts";
import { SpikefedError } from "./errors.ts";
import { defaultLocalLoss, LocalLoss } from "./local-loss.ts";
import { defaultLocalRule, LocalRule } from "./local-rule.ts";
import { count, real } from "./ranges.ts";
import { readAs } from "./read-settings.ts";
import { defaultScheduler, Scheduler } from "./scheduler-settings.ts";
import {
  CODINGS,
  defaultSettings,
  LearningRateDrops,
  NETWORKS,
  OptimizerSettings,
  PRESETS,
  type RunSettings,
  SAMPLINGS,
} from "./settings.ts";
import { leastUpdates, StrategySettings } from "./strategy-settings.ts";
import { defaultUpdateEncoding, UpdateEncoding } from "./update-encoding.ts";

/** Datasets that an experiment can name. */
export const DATASETS = ["cifar10", "cifar100", "shapes"] as const;

/** Training pictures of one client (their mean, where sizes differ); null shares all of them out. */
const samplesPerClient = v.optional(v.nullable(count(32, 50_000)), null);
const alpha = real(0.01, 100);

const Partition = v.variant("kind", [
  v.strictObject({ kind: v.literal("iid"), samplesPerClient }),
  v.strictObject({ kind: v.literal("fedsnn-dirichlet"), alpha, samplesPerClient }),
  v.strictObject({ kind: v.literal("dirichlet"), alpha, samplesPerClient }),
  v.strictObject({
    kind: v.literal("pathological"),
    classesPerClient: count(1, 100),
    samplesPerClient,
  }),
  v.strictObject({ kind: v.literal("shard"), shardsPerClient: count(1, 100), samplesPerClient }),
]);

/** What each key means is said at `RunSettings`; `model` is its `preset`. */
export const Experiment = v.strictObject({
  model: v.optional(v.picklist(PRESETS), "s5"),
  network: v.optional(v.picklist(NETWORKS), "snn"),
  timesteps: v.optional(v.nullable(count(1, 64)), null),
  coding: v.optional(v.nullable(v.picklist(CODINGS)), null),
  dataset: v.optional(v.picklist(DATASETS), "cifar10"),
  testSamples: v.optional(count(10, 10_000), 1000),
  validationSamples: v.optional(count(0, 10_000), 0),
  clients: v.optional(count(1, 1000), 10),
  participants: v.optional(v.nullable(count(1, 1000)), 2),
  sampling: v.optional(v.picklist(SAMPLINGS), "uniform"),
  rounds: v.optional(count(1, 1000), 20),
  localEpochs: v.optional(count(1, 20), 1),
  batchSize: v.optional(count(2, 256), 32),
  partition: v.optional(Partition, { kind: "iid", samplesPerClient: 500 }),
  scheduler: v.optional(Scheduler, defaultScheduler),
  strategy: v.optional(StrategySettings, { kind: "fedavg" }),
  optimizer: v.optional(OptimizerSettings, defaultSettings.optimizer),
  learningRateDrops: v.optional(LearningRateDrops, defaultSettings.learningRateDrops),
  localLoss: v.optional(LocalLoss, defaultLocalLoss),
  localRule: v.optional(LocalRule, defaultLocalRule),
  stragglerProbability: v.optional(real(0, 0.99), 0),
  localNorm: v.optional(v.boolean(), false),
  gradientNoise: v.optional(real(0, 10), 0),
  updateEncoding: v.optional(UpdateEncoding, defaultUpdateEncoding),
  evaluateEvery: v.optional(count(1, 1000), 5),
  attackers: v.optional(v.nullable(Attackers), null),
  patience: v.optional(v.nullable(count(1, 1000)), null),
  minDelta: v.optional(real(0, 100), 0),
  gateDrop: v.optional(v.nullable(real(0, 100)), null),
  seed: v.optional(count(0, 2 ** 31 - 1), 1),
});

const CHOICES = {
  strategy: StrategySettings,
  partition: Partition,
  localLoss: LocalLoss,
  scheduler: Scheduler,
} as const;

/**
 * Keys that a choice of this kind has: `("strategy", "fedprox")` are `kind`, `proximalMu`, ...; none
 * for a path or kind that does not exist.
 */
export function keysOfKind(path: string, kind: unknown): string[] {
  if (!Object.hasOwn(CHOICES, path)) return [];
  const { options } = CHOICES[path as keyof typeof CHOICES];
  const found = options.find(({ entries }) => entries.kind.literal === kind);
  return Object.keys(found?.entries ?? {});
}

/** With every default filled in. */
export type Experiment = v.InferOutput<typeof Experiment>;
/** As it may be written. */
export type ExperimentChoice = v.InferInput<typeof Experiment>;

/**
 * An experiment of unknown origin, checked, also key against key.
 *
 * @throws {SpikefedError} `room/settings` with the first wrong key, its value and what is allowed.
 */
export function readExperiment(raw: unknown): Experiment {
  const experiment = readAs(Experiment, raw);
  const { strategy, participants, clients } = experiment;
  const least = leastUpdates(strategy);
  const invited = participants ?? clients;
  if (invited < least) {
    const allowed = `at least ${least} for ${strategy.kind}`;
    throw new SpikefedError("room/settings", { key: "participants", got: invited, allowed });
  }
  inItsWords(() => checkTogether(experimentSettings(experiment)));
  return experiment;
}

/** The same federation as settings of a run. Nobody is late in it: rounds have no deadline to miss. */
export function experimentSettings(experiment: Experiment): RunSettings {
  const { samplesPerClient, ...partition } = experiment.partition;
  const { network, timesteps, coding, clients, participants, sampling, rounds } = experiment;
  const { testSamples, validationSamples } = experiment;
  const { localEpochs, batchSize, strategy, optimizer, learningRateDrops } = experiment;
  const { localLoss, localRule, stragglerProbability, gradientNoise } = experiment;
  const { updateEncoding, evaluateEvery, patience, minDelta, gateDrop, seed } = experiment;
  const { localNorm, attackers, scheduler } = experiment;
  return {
    ...{ preset: experiment.model, network, timesteps, coding },
    ...{ testSamples, validationSamples, evaluateEvery, patience, minDelta, gateDrop, seed },
    ...{ clients, participants, sampling, rounds, minReports: leastUpdates(strategy) },
    ...{ localEpochs, batchSize, optimizer, learningRateDrops, localLoss, localRule },
    localNorm,
    ...{ partition, samplesPerClient, strategy, stragglerProbability, gradientNoise },
    ...{ updateEncoding, attackers, scheduler },
    ...{ roundSeconds: 3600, leaseSeconds: null, adaptWork: false, stepMode: false },
    ...{ overSelect: 0, minFraction: 0 },
  };
}

/** Keys that an experiment writes otherwise. */
const KEYS: Readonly<Record<string, string>> = {
  preset: "model",
  samplesPerClient: "partition.samplesPerClient",
  minReports: "participants",
};

/** Errors that name a key. */
const OF_KEYS: readonly string[] = ["room/settings", "partition/few-classes"];

/** A check of settings whose complaint names the experiment's key. */
export function inItsWords<R>(check: () => R): R {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof SpikefedError) || !OF_KEYS.includes(error.code)) throw error;
    const { key = "" } = error.facts;
    throw new SpikefedError(error.code, { ...error.facts, key: KEYS[key] ?? key });
  }
}
