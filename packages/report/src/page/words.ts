// Figures as words. What is null was not measured, and is said to be so.

import { formatCount, formatPercent } from "@spikefed/fl-core";
import { digits } from "@spikefed/snn-core/bench-figures";

import type { Interval } from "../statistics.ts";

export const NOT_MEASURED = "not measured";

type Value = number | null;

const orMissing =
  (words: (value: number) => string) =>
  (value: Value): string =>
    value === null || !Number.isFinite(value) ? NOT_MEASURED : words(value);

export const countText = orMissing((value) => formatCount(Math.round(value)));
/** 0.312 as "31.2 %". */
export const percentText = orMissing(formatPercent);
export const lossText = orMissing((value) => value.toFixed(2));
/** FedSNN's model deviation. */
export const deviationText = orMissing(digits);
/** Spikes per neuron and step. */
export const rateText = orMissing((value) => value.toFixed(3));
/** 0.0123 as "1.23 points": differences of accuracies. */
export const pointsText = orMissing((value) => `${(100 * value).toFixed(2)} points`);
export const bytesText = orMissing((value) =>
  value < 1000 ? `${value} B` : value < 1e6 ? `${digits(value / 1e3)} kB` : megabytes(value),
);
/** Picojoules. */
export const energyText = orMissing((value) => `${digits(value / 1e6)} µJ`);
export const ratioText = orMissing((value) => `${digits(value)} times`);
export const durationText = orMissing((value) => {
  const seconds = Math.round(value);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  if (seconds < 60) return `${value < 10 ? value.toFixed(1) : seconds} s`;
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${seconds % 60} s`;
});

const megabytes = (value: number): string =>
  value < 1e9 ? `${digits(value / 1e6)} MB` : `${digits(value / 1e9)} GB`;

/** @param round null: the last there is. */
export const modelWords = (round: number | null): string =>
  round === null ? "the last model" : `the model of round ${round}`;

/** "44.0 % to 48.4 %" */
export const intervalText = (interval: Interval | null, words = percentText): string =>
  interval === null ? NOT_MEASURED : `${words(interval.low)} to ${words(interval.high)}`;

/** Milliseconds since 1970 as "2026-09-14 08:30 UTC". */
export function momentText(atMs: Value): string {
  if (atMs === null) return NOT_MEASURED;
  const both = { hourCycle: "h23", timeZone: "UTC" } as const;
  const format = new Intl.DateTimeFormat("en", {
    ...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" },
    ...both,
  });
  const part = (type: string) =>
    format.formatToParts(atMs).find((one) => one.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")} ${part("hour")}:${part("minute")} UTC`;
}

/** (3, 17, 4) as "3, 4 and 17"; runs of three and more as "3 to 7". */
export function listText(numbers: readonly number[]): string {
  const sorted = [...numbers].sort((a, b) => a - b);
  const runs: number[][] = [];
  for (const number of sorted) {
    const run = runs.at(-1);
    if (run && run.at(-1)! + 1 === number) run.push(number);
    else runs.push([number]);
  }
  const parts = runs.flatMap((run) =>
    run.length > 2 ? [`${run[0]} to ${run.at(-1)}`] : run.map(String),
  );
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
