// Settings in a few words each, for the names of groups: "Dirichlet, alpha 0.1".

import { formatCount, modelName, plural } from "@spikefed/fl-core";
import type { PartitionSettings, RunSettings } from "@spikefed/protocol";

import { listText } from "../page/words.ts";
import type { ReportData } from "./report-data.ts";

/** One thing that runs can differ in; "" where a run has no such thing. */
export interface Feature {
  /** `main`: what an experiment is about; `other`: named only where that tells no groups apart. */
  rank: "main" | "other";
  words: (run: ReportData) => string;
}

const main = (words: Feature["words"]): Feature => ({ rank: "main", words });
const other = (words: Feature["words"]): Feature => ({ rank: "other", words });
const ofSettings =
  (words: (settings: RunSettings) => string) =>
  ({ settings }: ReportData): string =>
    words(settings);
/** The twin knows neither steps nor coding. */
const ofSpiking = (words: Feature["words"]) => (run: ReportData) =>
  run.settings.network === "ann" ? "" : words(run);

/** In the order in which they are named; strategies are told by `strategyFeature`. */
export const features: readonly Feature[] = [
  main(({ dataset }) => dataset.name),
  main(ofSettings(modelName)),
  main(ofSpiking(({ firing }) => plural(firing.timesteps, "step"))),
  main(ofSpiking(({ firing }) => `${firing.energy.coding} coding`)),
  main(ofSettings(({ partition }) => partitionWords(partition))),
  main(ofSettings(({ samplesPerClient: each }) => `${eachWords(each)} a client`)),
  main(ofSettings(({ clients }) => plural(clients, "client"))),
  main(ofSettings(({ participants }) => `${participants ?? "all"} a round`)),
  main(ofSettings(({ scheduler }) => schedulerWords(scheduler))),
  main(ofSettings(({ sampling }) => `chosen ${sampling}`)),
  main(ofSettings(({ rounds }) => plural(rounds, "round"))),
  main(ofSettings(({ localEpochs }) => plural(localEpochs, "local epoch"))),
  main(ofSettings(({ batchSize }) => `batches of ${batchSize}`)),
  main(ofSettings(({ optimizer }) => `learning rate ${optimizer.learningRate}`)),
  main(ofSettings(dropWords)),
  main(ofSettings(({ optimizer }) => `momentum ${optimizer.momentum}`)),
  main(ofSettings(({ optimizer }) => `weight decay ${optimizer.weightDecay}`)),
  main(ofSettings(({ localLoss }) => lossWords(localLoss))),
  main(ofSettings(({ localRule }) => ruleWords(localRule))),
  main(ofSettings(({ stragglerProbability }) => `stragglers ${stragglerProbability}`)),
  main(ofSettings(({ localNorm }) => (localNorm ? "own norms" : "shared norms"))),
  main(
    ofSettings(({ attackers }) =>
      attackers === null ? "no attack" : `${attackers.kind} by a share of ${attackers.share}`,
    ),
  ),
  main(ofSettings(({ gradientNoise }) => `noise ${gradientNoise}`)),
  main(ofSettings(({ updateEncoding }) => encodingWords(updateEncoding))),
  main(
    ofSettings(({ gateDrop }) => (gateDrop === null ? "no gate" : `gate at ${gateDrop} points`)),
  ),
  main(ofSettings(({ patience }) => (patience === null ? "no early end" : `patience ${patience}`))),
  other(ofSettings(({ minDelta }) => `better by ${minDelta} points`)),
  other(ofSettings(({ minReports }) => `at least ${plural(minReports, "update")}`)),
  other(ofSettings(({ minFraction }) => `at least a share of ${minFraction}`)),
  other(ofSettings(({ overSelect }) => `${overSelect} more invited`)),
  other(
    ofSettings(({ leaseSeconds }) =>
      leaseSeconds === null ? "no lease" : `lease of ${leaseSeconds} s`,
    ),
  ),
  other(ofSettings(({ adaptWork }) => (adaptWork ? "work sized to devices" : "whole shards"))),
  other(ofSettings(({ roundSeconds }) => `${roundSeconds} s a round`)),
  other(ofSettings(({ testSamples }) => `${plural(testSamples, "held-out picture")}`)),
  other(ofSettings(({ validationSamples }) => plural(validationSamples, "validation picture"))),
  other(ofSettings(({ evaluateEvery }) => `judged every ${plural(evaluateEvery, "round")}`)),
  other(ofSettings(({ stepMode }) => (stepMode ? "step by step" : "without stops"))),
];

/** The strategy, with those of its own settings in which runs of that strategy differ. */
export function strategyFeature(runs: readonly ReportData[]): Feature {
  const all = runs.map(({ settings }) => settings.strategy as unknown as Record<string, unknown>);
  return main(({ settings }) => {
    const own = settings.strategy as unknown as Record<string, unknown>;
    const alike = all.filter(({ kind }) => kind === own["kind"]);
    const differing = Object.keys(own).filter(
      (key) => new Set(alike.map((strategy) => JSON.stringify(strategy[key]))).size > 1,
    );
    const parts = differing.map((key) => `${key} ${String(own[key])}`);
    return [settings.strategy.kind, ...parts].join(", ");
  });
}

function schedulerWords(scheduler: RunSettings["scheduler"]): string {
  if (scheduler.kind === "rounds") return "round by round";
  const { bufferSize, maxStaleness, speedSpread } = scheduler;
  return `FedBuff, buffer of ${bufferSize}, staleness to ${maxStaleness}, speed spread ${speedSpread}`;
}

const eachWords = (samples: number | null): string =>
  samples === null ? "all pictures" : `${formatCount(samples)} pictures`;

function dropWords({ learningRateDrops: { rounds, factor } }: RunSettings): string {
  return rounds.length === 0 ? "constant rate" : `rate / ${factor} after ${listText(rounds)}`;
}

function lossWords(loss: RunSettings["localLoss"]): string {
  switch (loss.kind) {
    case "cross-entropy":
      return "cross entropy";
    case "fedlec":
      return `FedLEC, calibration ${loss.calibration}, distillation ${loss.distillation}`;
    case "distillation": {
      const { weight, temperature, teacher, teacherEpochs } = loss;
      const whose = teacher === "ann" ? ` of the ANN twin (${plural(teacherEpochs, "epoch")})` : "";
      return `imitation ${weight}${whose}, temperature ${temperature}`;
    }
  }
}

function ruleWords(rule: RunSettings["localRule"]): string {
  switch (rule.kind) {
    case "surrogate-bptt":
      return "surrogate gradient";
    case "proxy":
      return "proxy learning";
    case "tandem":
      return `tandem learning, weight ${rule.weight}, ${plural(rule.teacherEpochs, "teacher epoch")}`;
  }
}

function encodingWords(encoding: RunSettings["updateEncoding"]): string {
  const share = encoding.kind === "top-k" ? ` ${encoding.share}` : "";
  return `updates as ${encoding.kind}${share}`;
}

/** `Dirichlet, alpha 0.1` */
export function partitionWords(partition: PartitionSettings): string {
  switch (partition.kind) {
    case "iid":
      return "alike data";
    case "fedsnn-dirichlet":
      return `FedSNN’s Dirichlet, alpha ${partition.alpha}`;
    case "dirichlet":
      return `Dirichlet, alpha ${partition.alpha}`;
    case "pathological":
      return `${partition.classesPerClient} ${partition.classesPerClient === 1 ? "class" : "classes"} each`;
    case "shard":
      return `${plural(partition.shardsPerClient, "shard")} each`;
  }
}
