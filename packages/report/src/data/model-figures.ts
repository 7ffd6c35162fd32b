// Figures that were measured on one model of a run, put where a report looks for them.

import type { LogEvent } from "@spikefed/protocol";

import type { ReportExtras } from "./extras.ts";

export interface ModelFigures {
  /** Of which model they are. */
  modelHash: string;
  confusion: number[][];
  spikeRates: { block: number; perStep: number[] }[];
  inputRate: number | null;
}

/** With their round, where the run has gone on since; nothing of a model that the log does not know. */
export function figureExtras(
  figures: ModelFigures | null,
  events: readonly LogEvent[],
): Partial<ReportExtras> {
  const made = events.filter((event) => event.type === "aggregated");
  const at = made.findLastIndex(({ modelHash }) => modelHash === figures?.modelHash);
  if (figures === null || at < 0) return {};
  const { confusion, spikeRates, inputRate } = figures;
  const figuresRound = at === made.length - 1 ? null : made[at]!.round;
  return { confusion, spikeRates, inputRate, figuresRound };
}
