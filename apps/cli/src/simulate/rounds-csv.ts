// Figures by round for spreadsheets and scripts. A figure that was not measured is an empty cell.

import type { RoundSummary } from "@spikefed/fl-core";

/** Bytes that went out to the clients of a round. */
export type BytesDown = (round: RoundSummary) => number;

type Cell = number | string | null;

const columns: readonly [name: string, cell: (round: RoundSummary, down: BytesDown) => Cell][] = [
  ["round", ({ round }) => round],
  ["accuracy", ({ accuracy }) => (accuracy === null ? null : fixed(100 * accuracy, 3))],
  ["loss", ({ loss }) => (loss === null ? null : fixed(loss, 6))],
  ["validation_accuracy", ({ validation: v }) => v && fixed(100 * v.accuracy, 3)],
  ["validation_loss", ({ validation: v }) => v && fixed(v.loss, 6)],
  ["train_accuracy", ({ trainAccuracy: a }) => (a === null ? null : fixed(100 * a, 3))],
  ["train_loss", ({ trainLoss }) => (trainLoss === null ? null : fixed(trainLoss, 6))],
  ["participants", ({ reported }) => reported.length],
  ["stragglers", ({ stragglers }) => stragglers.length],
  ["samples", ({ samples }) => samples],
  ["bytes_up", ({ bytes }) => bytes],
  ["bytes_down", (round, down) => down(round)],
  [
    "seconds",
    ({ openedMs, closedMs }) => (closedMs === null ? null : (closedMs - openedMs) / 1000),
  ],
  ["deviation_mean", ({ deviations }) => ofDeviations(deviations, meanOf)],
  ["deviation_min", ({ deviations }) => ofDeviations(deviations, (all) => Math.min(...all))],
  ["deviation_max", ({ deviations }) => ofDeviations(deviations, (all) => Math.max(...all))],
  ["repeats", ({ repeats }) => repeats],
  ["rolled_back", ({ rolledBack }) => Number(rolledBack)],
  ["model_sha256", ({ modelHash }) => modelHash],
];

function ofDeviations(
  deviations: number[] | null,
  of: (all: readonly number[]) => number,
): number | null {
  return deviations === null || deviations.length === 0 ? null : fixed(of(deviations), 6);
}

const meanOf = (all: readonly number[]) => all.reduce((sum, one) => sum + one, 0) / all.length;
const fixed = (value: number, digits: number) => Number(value.toFixed(digits));

/**
 * One header row, then one row for each round that was averaged; accuracies in percent, losses in
 * nats, on held-out pictures, on training pictures that no client has (`validation_`) and as the
 * clients told (`train_`); FedSNN's model deviation over the updates of the average.
 */
export function roundsCsv(rounds: readonly RoundSummary[], down: BytesDown): string {
  const header = columns.map(([name]) => name);
  const rows = rounds
    .filter(({ modelHash }) => modelHash !== null)
    .map((round) => columns.map(([, cell]) => cell(round, down) ?? ""));
  return [header, ...rows].map((row) => `${row.join(",")}\n`).join("");
}
