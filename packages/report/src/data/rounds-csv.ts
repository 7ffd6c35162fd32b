// Figures by round for spreadsheets and scripts: `rounds.csv` of a simulated run, and the file that a
// report offers.

import type { RoundFigures } from "./round-figures.ts";

type Cell = number | string | null;

const columns: readonly [name: string, cell: (round: RoundFigures) => Cell][] = [
  ["round", ({ round }) => round],
  ["accuracy", ({ accuracy }) => percent(accuracy)],
  ["loss", ({ loss }) => fixed(loss, 6)],
  ["validation_accuracy", ({ validation }) => percent(validation?.accuracy ?? null)],
  ["validation_loss", ({ validation }) => fixed(validation?.loss ?? null, 6)],
  ["train_accuracy", ({ trainAccuracy }) => percent(trainAccuracy)],
  ["train_loss", ({ trainLoss }) => fixed(trainLoss, 6)],
  ["participants", ({ updates }) => updates],
  ["stragglers", ({ stragglers }) => stragglers.length],
  ["samples", ({ samples }) => samples],
  ["bytes_up", ({ bytesUp }) => bytesUp],
  ["bytes_down", ({ bytesDown }) => bytesDown],
  ["seconds", ({ seconds }) => seconds],
  ["deviation_mean", (round) => ofDeviations(round, (all) => sumOf(all) / all.length)],
  ["deviation_min", (round) => ofDeviations(round, (all) => Math.min(...all))],
  ["deviation_max", (round) => ofDeviations(round, (all) => Math.max(...all))],
  ["repeats", ({ repeats }) => repeats],
  ["rolled_back", ({ rolledBack }) => Number(rolledBack)],
  ["model_sha256", ({ modelHash }) => modelHash],
  ["invited", ({ invited }) => invited.length],
  ["arrived", ({ arrived }) => arrived.length],
  ["device_seconds", ({ deviceSeconds }) => fixed(deviceSeconds, 3)],
  ["correct", ({ correct }) => correct],
  ["test_samples", ({ testSamples }) => testSamples],
];

function ofDeviations(
  { deviations }: RoundFigures,
  of: (all: readonly number[]) => number,
): number | null {
  return deviations === null ? null : fixed(of(deviations.map(({ value }) => value)), 6);
}

const sumOf = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0);
const percent = (share: number | null): number | null =>
  share === null ? null : fixed(100 * share, 3);
const fixed = (value: number | null, digits: number): number | null =>
  value === null ? null : Number(value.toFixed(digits));

/**
 * One header row, then one row for each round that was averaged; accuracies in percent, losses in
 * nats, on held-out pictures, on training pictures that no client has (`validation_`) and as the
 * clients told (`train_`); FedSNN's model deviation over the updates of the average. What was not
 * measured is empty.
 */
export function roundsCsv(rounds: readonly RoundFigures[]): string {
  const header = columns.map(([name]) => name);
  const rows = rounds
    .filter(({ modelHash }) => modelHash !== null)
    .map((round) => columns.map(([, cell]) => cell(round) ?? ""));
  return [header, ...rows].map((row) => `${row.join(",")}\n`).join("");
}
