// Runs put into groups: those that differ in nothing but their seed belong together. A group is
// called by what sets it apart from the others.

import { modelName } from "@spikefed/fl-core";

import type { RunGroup } from "./comparison.ts";
import { flatSettings } from "./flat-settings.ts";
import type { ReportData } from "./report-data.ts";
import { type Feature, features, strategyFeature } from "./setting-words.ts";

/** Groups in the order of their first runs, runs by their seed. Labels are unique. */
export function groupRuns(runs: readonly ReportData[]): RunGroup[] {
  const byKey = new Map<string, ReportData[]>();
  for (const run of runs) {
    const key = keyOf(run);
    byKey.set(key, [...(byKey.get(key) ?? []), run]);
  }
  const groups = [...byKey.values()];
  const labels = labelsOf(groups.map(([first]) => first!));
  return groups.map((members, i) => ({
    label: labels[i]!,
    runs: [...members].sort((a, b) => a.settings.seed - b.settings.seed),
  }));
}

function keyOf({ settings, dataset }: ReportData): string {
  const rows = flatSettings(settings).filter(([key]) => key !== "seed");
  return JSON.stringify([dataset.sha256, rows]);
}

/** @param runs One of each group. */
function labelsOf(runs: readonly ReportData[]): string[] {
  const [only] = runs;
  if (only === undefined) return [];
  if (runs.length === 1) return [`${modelName(only.settings)} on ${only.dataset.name}`];
  const all = [...features, strategyFeature(runs), ...plainFeatures(runs)];
  const ofMain = differing(all, "main", runs);
  const named = areUnique(ofMain) ? ofMain : joined(ofMain, differing(all, "other", runs));
  return numbered(named);
}

/** Of each run, the words of those features whose words are not the same in all runs that have any. */
function differing(all: readonly Feature[], rank: Feature["rank"], runs: readonly ReportData[]) {
  const telling = all.filter(
    ({ rank: own, words }) => own === rank && new Set(runs.map(words).filter(isSaid)).size > 1,
  );
  return runs.map((run) => join(telling.map(({ words }) => words(run))));
}

const isSaid = (part: string): boolean => part !== "";
const join = (parts: readonly string[]): string => parts.filter(isSaid).join("; ");
const joined = (a: readonly string[], b: readonly string[]) =>
  a.map((label, i) => join([label, b[i]!]));
const areUnique = (labels: readonly string[]): boolean => new Set(labels).size === labels.length;

/** Settings that no feature knows, as those of a later version, by key. */
function plainFeatures(runs: readonly ReportData[]): Feature[] {
  const keys = runs.flatMap(({ settings }) => flatSettings(settings).map(([key]) => key));
  return [...new Set(keys)]
    .filter((key) => !worded.has(key.split(".")[0]!))
    .map((key) => ({
      rank: "main",
      words: ({ settings }) => `${key} ${new Map(flatSettings(settings)).get(key) ?? "none"}`,
    }));
}

/** What `features` tell, and the seed, which makes no group. */
const worded = new Set<string>([
  ...["seed", "preset", "network", "timesteps", "coding", "partition", "samplesPerClient"],
  ...[
    "clients",
    "participants",
    "sampling",
    "scheduler",
    "rounds",
    "localEpochs",
    "batchSize",
    "optimizer",
  ],
  ...["learningRateDrops", "localLoss", "localRule", "localNorm", "strategy", "attackers"],
  ...["stragglerProbability", "gradientNoise", "updateEncoding", "gateDrop", "patience"],
  ...[
    "minDelta",
    "minReports",
    "minFraction",
    "overSelect",
    "roundSeconds",
    "leaseSeconds",
    "adaptWork",
    "testSamples",
  ],
  ...["validationSamples", "evaluateEvery", "stepMode"],
]);

/** What words do not tell apart gets a number, as does a group that has no words. */
function numbered(labels: readonly string[]): string[] {
  return labels.map((label, i) => {
    const isAlone = label !== "" && labels.indexOf(label) === labels.lastIndexOf(label);
    return isAlone ? label : join([label, `group ${i + 1}`]);
  });
}
