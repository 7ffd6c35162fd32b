// Several runs of several settings: what each group reached, with the spread over its runs.

import { type Interval, mean, standardDeviation, studentInterval } from "../statistics.ts";
import { flatSettings } from "./flat-settings.ts";
import type { ReportData } from "./report-data.ts";
import { isJudged, newestFigures, type RoundFigures, wilsonOf } from "./round-figures.ts";

/** Runs that differ in nothing but their seed. */
export interface RunGroup {
  label: string;
  runs: readonly ReportData[];
}

/** A mean over runs; null: not measured. */
export interface Spread {
  mean: number | null;
  /** null: fewer than two runs. */
  deviation: number | null;
  interval: Interval | null;
  /** `student`: of the mean over runs; `wilson`: of one run's accuracy, over its pictures. */
  kind: "student" | "wilson" | null;
  /** Runs behind it. */
  runs: number;
}

export interface GroupPoint extends Spread {
  round: number;
}

/** Accuracy by round: those rounds in which any run was judged. */
export function accuracyPoints({ runs }: RunGroup): GroupPoint[] {
  return judgedRounds(runs).map((round) => ({
    round,
    ...accuracySpread(runs.flatMap((run) => figuresOf(run, round) ?? [])),
  }));
}

/** Loss on held-out pictures by round. One run has no interval. */
export function lossPoints({ runs }: RunGroup): GroupPoint[] {
  return judgedRounds(runs).map((round) => {
    const losses = runs.flatMap((run) => figuresOf(run, round)?.loss ?? []);
    return { round, ...spreadOf(losses) };
  });
}

/** Accuracy on validation pictures by round. One run has no interval. */
export function validationPoints({ runs }: RunGroup): GroupPoint[] {
  return judgedRounds(runs).map((round) => {
    const shares = runs.flatMap((run) => figuresOf(run, round)?.validation?.accuracy ?? []);
    return { round, ...spreadOf(shares) };
  });
}

export const hasValidation = (groups: readonly RunGroup[]): boolean =>
  groups.some(({ runs }) => runs.some(({ settings }) => settings.validationSamples > 0));

/** Of each run's newest figures on its validation pictures. */
export const finalValidation = ({ runs }: RunGroup): Spread =>
  spreadOf(runs.flatMap((run) => newestFigures(run.rounds)?.validation?.accuracy ?? []));

/** FedSNN's model deviation by round: of each run the mean of its clients, then over the runs. */
export function deviationPoints({ runs }: RunGroup): GroupPoint[] {
  const measured = runs.flatMap(({ rounds }) => rounds.filter(({ deviations }) => deviations));
  return roundsOf(measured).map((round) => {
    const means = runs.flatMap((run) => meanDeviation(figuresOf(run, round)) ?? []);
    return { round, ...spreadOf(means) };
  });
}

/** Over the averaged clients of a round; null: not measured. */
export const meanDeviation = (round: RoundFigures | undefined): number | null =>
  mean(round?.deviations?.map(({ value }) => value) ?? []);

/** Of each run's newest accuracy. */
export function finalSpread({ runs }: RunGroup): Spread {
  return accuracySpread(runs.flatMap((run) => newestFigures(run.rounds) ?? []));
}

export const finalLoss = ({ runs }: RunGroup): Spread =>
  spreadOf(runs.flatMap((run) => newestFigures(run.rounds)?.loss ?? []));

/** Rounds of the newest accuracies, each once. */
export const finalRounds = ({ runs }: RunGroup): number[] => [
  ...new Set(runs.flatMap((run) => newestFigures(run.rounds)?.round ?? [])),
];

const figuresOf = ({ rounds }: ReportData, round: number): RoundFigures | undefined =>
  rounds.find((one) => one.round === round);

function judgedRounds(runs: readonly ReportData[]): number[] {
  return roundsOf(runs.flatMap(({ rounds }) => rounds.filter(isJudged)));
}

const roundsOf = (all: readonly RoundFigures[]): number[] =>
  [...new Set(all.map(({ round }) => round))].sort((a, b) => a - b);

function accuracySpread(figures: readonly RoundFigures[]): Spread {
  const measured = figures.filter(({ accuracy }) => accuracy !== null);
  const spread = spreadOf(measured.map(({ accuracy }) => accuracy!));
  const [only] = measured;
  if (only === undefined || measured.length > 1) return spread;
  return { ...spread, interval: wilsonOf(only), kind: "wilson" };
}

function spreadOf(values: readonly number[]): Spread {
  const interval = studentInterval(values);
  return {
    ...{ mean: mean(values), deviation: standardDeviation(values), interval },
    ...{ kind: interval === null ? null : "student", runs: values.length },
  };
}

/** Settings that are not the same in all runs, seeds apart: by key, the values of each group. */
export function differingSettings(groups: readonly RunGroup[]): {
  key: string;
  /** Of each group; several values: the group is mixed. */
  values: string[][];
}[] {
  const rows = groups.map(({ runs }) =>
    runs.map(({ settings }) => new Map(flatSettings(settings))),
  );
  const keys = [...new Set(rows.flat().flatMap((row) => [...row.keys()]))];
  return keys
    .filter((key) => key !== "seed")
    .map((key) => ({
      key,
      values: rows.map((group) => [...new Set(group.map((row) => row.get(key) ?? "none"))]),
    }))
    .filter(({ values }) => new Set(values.flat()).size > 1);
}
