// Figures that were measured on one model of a run, put where a report looks for them.

import type { LogEvent } from "@spikefed/protocol";

import type { ReportExtras } from "./extras.ts";

export interface ModelFigures {
  /** Of which model they are. */
  modelHash: string;
  confusion: number[][];
  spikeRates: { block: number; perStep: number[] }[];
  inputRate: number | null;
  /** Of models judged before, oldest first. */
  earlier?: { modelHash: string; confusion: number[][] }[] | undefined;
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
  return { confusion, confusions: byRound(figures, made), spikeRates, inputRate, figuresRound };
}

/** Those of models that the log knows. */
function byRound(
  { earlier = [], modelHash, confusion }: ModelFigures,
  made: readonly { modelHash: string; round: number }[],
): NonNullable<ReportExtras["confusions"]> {
  const rounds = new Map(made.map((event) => [event.modelHash, event.round]));
  return [...earlier, { modelHash, confusion }].flatMap((one) => {
    const round = rounds.get(one.modelHash);
    return round === undefined ? [] : [{ round, counts: one.confusion }];
  });
}
