// A run as files for other programs: its log, and its settings as an experiment.

import { DATASETS, type Experiment, type LogEvent } from "@spikefed/protocol";

import type { ReportData } from "./report-data.ts";

/** A longer log lies beside the page, not in it. */
const MOST_LETTERS = 256_000;

/** JSON Lines; null: too long to travel in a page. */
export function logText(events: readonly LogEvent[]): string | null {
  const text = events.map((event) => `${JSON.stringify(event)}\n`).join("");
  return text.length > MOST_LETTERS ? null : text;
}

/** What the file of its settings is called. */
export const experimentFile = ({ runId }: Pick<ReportData, "runId">): string =>
  `spikefed-${runId}.json`;

/**
 * The run's settings as `npm run simulate -- --config FILE` reads them: as many take part as were
 * here. null: of a dataset that an experiment cannot name.
 */
export function experimentOf(data: ReportData): Experiment | null {
  const { settings, dataset, clients } = data;
  const name = DATASETS.find((one) => one === dataset.name.toLowerCase().replace("-", ""));
  if (name === undefined) return null;
  const { preset, partition, samplesPerClient, participants, ...others } = settings;
  const { minReports, roundSeconds, leaseSeconds, adaptWork, ...rest } = others;
  const { stepMode, overSelect, minFraction, ...kept } = rest;
  const here = Math.max(1, Math.min(settings.clients, clients.length));
  return {
    ...kept,
    ...{ model: preset, dataset: name, partition: { ...partition, samplesPerClient } },
    participants: participants ?? here,
  };
}
