// Settings that are fine alone and impossible together, or with the dataset at hand: what the
// schema of one key cannot know.

import { SpikefedError } from "./errors.ts";
import { isAnnPreset, type RunSettings } from "./settings.ts";
import { leastUpdates } from "./strategy-settings.ts";

/** The smallest shard accepted where sizes are drawn: FedSNN's ten pictures, and a full batch. */
export function leastDrawnSamples({ batchSize }: Pick<RunSettings, "batchSize">): number {
  return Math.max(10, batchSize);
}

/** What settings are held against: a dataset is one. */
export interface DatasetSize {
  /** Pictures to train on, N. */
  train: { count: number };
  /** Pictures held out. */
  test: { count: number };
  /** C */
  classes: { length: number };
}

/**
 * Settings against each other.
 *
 * @throws {SpikefedError} `room/settings` with key, value and what is allowed.
 */
export function checkTogether(settings: RunSettings): void {
  const { clients, participants, minReports, batchSize, samplesPerClient, strategy } = settings;
  const { preset, network } = settings;
  if (isAnnPreset(preset) && network !== "ann") {
    refuse("network", network, `ann, since ${preset} has no spikes`);
  }
  if (participants !== null && participants > clients) {
    refuse("participants", participants, `at most the ${clients} clients`);
  }
  const invited = participants ?? clients;
  if (minReports > invited) refuse("minReports", minReports, `at most ${invited} participants`);
  const least = leastUpdates(strategy);
  if (minReports < least)
    refuse("minReports", minReports, `at least ${least} for ${strategy.kind}`);
  if (settings.localNorm && settings.updateEncoding.kind === "top-k") {
    // A part of a norm layer is none: the model would be judged with a mix of many clients' parts.
    refuse("updateEncoding.kind", "top-k", "another one where norm layers stay with their clients");
  }
  if (samplesPerClient !== null && batchSize > samplesPerClient) {
    refuse("batchSize", batchSize, `at most the ${samplesPerClient} pictures of a client`);
  }
  checkTwin(settings);
  checkScheduler(settings);
}

/**
 * FedBuff has no cohort and nobody who is late for it, does not stop between two models, and knows no
 * state of a client between two works.
 */
function checkScheduler(settings: RunSettings): void {
  const { scheduler, strategy, clients, minReports, updateEncoding } = settings;
  if (scheduler.kind !== "fedbuff") return;
  const { bufferSize } = scheduler;
  if (bufferSize > clients) {
    refuse("scheduler.bufferSize", bufferSize, `at most the ${clients} clients`);
  }
  if (minReports > bufferSize) {
    refuse("minReports", minReports, `at most the ${bufferSize} of scheduler.bufferSize`);
  }
  if (!("weighting" in strategy)) {
    refuse("strategy.kind", strategy.kind, "one that averages, with the scheduler fedbuff");
  }
  const others = ["stragglerProbability", "overSelect", "minFraction"] as const;
  for (const key of others) {
    if (settings[key] !== 0) refuse(key, settings[key], "0 with the scheduler fedbuff");
  }
  for (const key of ["localNorm", "stepMode", "adaptWork"] as const) {
    if (settings[key]) refuse(key, "true", "false with the scheduler fedbuff");
  }
  if (updateEncoding.kind === "top-k") {
    refuse("updateEncoding.kind", "top-k", "another one with the scheduler fedbuff");
  }
}

/** An ANN learns by back-propagation, and its own twin it need not be told of. */
function checkTwin({ network, localRule, localLoss }: RunSettings): void {
  if (network !== "ann") return;
  const { kind } = localRule;
  if (kind !== "surrogate-bptt") {
    refuse("localRule.kind", kind, "surrogate-bptt with the network ann, which has no spikes");
  }
  if (localLoss.kind === "distillation" && localLoss.teacher === "ann") {
    refuse("localLoss.teacher", "ann", "global with the network ann, which is the twin itself");
  }
}

/**
 * Settings against each other and the dataset. Where sizes of shards differ, a full batch for each client is seen to
 * when they are dealt.
 *
 * @throws {SpikefedError} `room/settings` with key, value and what is allowed.
 */
export function checkSettings(settings: RunSettings, dataset: DatasetSize): void {
  checkTogether(settings);
  const { testSamples, validationSamples } = settings;
  const left = dataset.train.count - validationSamples;
  if (left <= 0) {
    const allowed = `less than the ${dataset.train.count} training pictures`;
    refuse("validationSamples", validationSamples, allowed);
  }
  checkPictures(settings, left);
  checkClasses(settings, dataset.classes.length);
  const { count } = dataset.test;
  if (testSamples > count) refuse("testSamples", testSamples, `at most ${count} test pictures`);
}

/** @param pictures To train on: without the validation part. */
function checkPictures(settings: RunSettings, pictures: number): void {
  const { clients, samplesPerClient, partition, batchSize } = settings;
  if (samplesPerClient !== null && clients * samplesPerClient > pictures) {
    const most = Math.floor(pictures / clients);
    const allowed = `at most ${most} with ${clients} clients (${pictures} training pictures)`;
    refuse("samplesPerClient", samplesPerClient, allowed);
  }
  const isDrawn = partition.kind === "dirichlet" || partition.kind === "fedsnn-dirichlet";
  const least = isDrawn ? leastDrawnSamples(settings) : batchSize;
  if (samplesPerClient === null && clients * least > pictures) {
    const allowed = `at most ${Math.floor(pictures / least)} (${pictures} training pictures)`;
    refuse("clients", clients, allowed);
  }
  if (partition.kind === "shard" && partition.shardsPerClient * clients > pictures) {
    const allowed = `at most ${Math.floor(pictures / clients)} with ${clients} clients`;
    refuse("partition.shardsPerClient", partition.shardsPerClient, allowed);
  }
}

function checkClasses({ partition }: RunSettings, classes: number): void {
  if (partition.kind === "pathological" && partition.classesPerClient > classes) {
    const allowed = `at most the ${classes} classes`;
    refuse("partition.classesPerClient", partition.classesPerClient, allowed);
  }
}

function refuse(key: string, got: number | string, allowed: string): never {
  throw new SpikefedError("room/settings", { key, got, allowed });
}
