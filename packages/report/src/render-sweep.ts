// Runs of a sweep as one Markdown table: each seed's last accuracy, their mean and its interval, and
// by seed how the spiking network differs from its ANN twin.

import { wilson } from "@spikefed/fl-core";

import { markdownTable } from "./page/markdown.ts";
import type { Cell } from "./page/table.ts";
import { type Interval, mean, studentInterval } from "./statistics.ts";

/** Where a run stands; accuracy 0..1 on held-out pictures. */
export interface SweepResult {
  round: number;
  accuracy: number;
  /** Held-out pictures. */
  samples: number;
  /** false: it was cut off, or still goes on. */
  isOver: boolean;
}

export interface SweepRow {
  /** What its twin has, too. */
  label: string;
  network: "snn" | "ann";
  /** By seed, its last judged round; a seed that is missing was not run. */
  results: ReadonlyMap<number, SweepResult>;
}

const NETWORKS = { snn: "SNN", ann: "ANN twin" } as const;
const UNKNOWN = "not run";

/**
 * The round is the latest of all rows: a run that ended before, or is not finished, says when, and is in no mean. An
 * interval is Student's over seeds, of one seed Wilson's over its pictures; a difference is of runs
 * with one seed, which share pictures and rounds.
 */
export function renderSweep(rows: readonly SweepRow[]): string {
  const all = rows.flatMap(({ results }) => [...results]);
  const seeds = [...new Set(all.map(([seed]) => seed))].sort((a, b) => a - b);
  const last = Math.max(0, ...all.map(([, { round }]) => round));
  const isTwinned = rows.some(({ network }) => network === "ann");
  const words = (title: string) => ({ title, kind: "words" as const });
  const number = (title: string) => ({ title, kind: "number" as const });
  return markdownTable({
    caption: "",
    columns: [
      ...["setting", "network"].map(words),
      ...[...seeds.map((seed) => `seed ${seed}`), "mean", "95 % interval"].map(number),
      ...(isTwinned ? ["SNN - ANN by seed", "mean", "95 % interval"].map(number) : []),
    ],
    rows: rows.map((row) => [
      ...[row.label, NETWORKS[row.network]],
      ...seeds.map((seed) => resultCell(row.results.get(seed), last)),
      ...meanCells(row, seeds, last),
      ...(isTwinned ? differenceCells(row, rows, { seeds, last }) : []),
    ]),
  });
}

function resultCell(result: SweepResult | undefined, last: number): string {
  if (result === undefined) return UNKNOWN;
  const { round, accuracy, isOver } = result;
  if (!isOver) return `${points(accuracy)} in round ${round}, not finished`;
  return round === last ? points(accuracy) : `${points(accuracy)} in round ${round}, ended`;
}

/** Of all seeds, or none: a mean of those that came through would be of better runs. */
function meanCells({ results }: SweepRow, seeds: readonly number[], last: number): Cell[] {
  const whole = seeds.flatMap((seed) => wholeAt(results, seed, last));
  const values = whole.map(({ accuracy }) => accuracy);
  const [only] = whole;
  if (only === undefined || (values.length < seeds.length && results.size === seeds.length)) {
    return ["", ""];
  }
  const isOne = values.length === 1;
  const { accuracy, samples } = only;
  const interval = isOne ? wilson(accuracy * samples, samples) : studentInterval(values);
  return [points(mean(values)!), `${between(interval)}${isOne ? " (Wilson)" : ""}`];
}

/** Beside the spiking network's row; nothing where its twin was not run. */
function differenceCells(
  { label, network, results }: SweepRow,
  rows: readonly SweepRow[],
  { seeds, last }: { seeds: readonly number[]; last: number },
): Cell[] {
  const twin = rows.find((row) => row.label === label && row.network === "ann");
  if (network === "ann" || twin === undefined) return ["", "", ""];
  const differences = seeds.flatMap((seed) => {
    const [own] = wholeAt(results, seed, last);
    const [other] = wholeAt(twin.results, seed, last);
    return own === undefined || other === undefined ? [] : [own.accuracy - other.accuracy];
  });
  if (differences.length === 0) return ["", "", ""];
  return [
    differences.map(signed).join(", "),
    signed(mean(differences)!),
    between(studentInterval(differences), signed),
  ];
}

function wholeAt(results: SweepRow["results"], seed: number, last: number): SweepResult[] {
  const result = results.get(seed);
  return result?.isOver && result.round === last ? [result] : [];
}

const points = (share: number): string => (100 * share).toFixed(1);
const signed = (share: number): string => `${share > 0 ? "+" : ""}${points(share)}`;
const between = (interval: Interval | null, words = points): string =>
  interval === null ? "" : `${words(interval.low)} to ${words(interval.high)}`;
