// A run as frames, one a round: what the replay of a report draws. Plain, so that the page carries it.

import { wilsonOf } from "../data/round-figures.ts";
import type { ReportData } from "../data/report-data.ts";
import { type Presence, PRESENCES } from "../charts/presence.ts";
import { statesOf } from "../sections/participation.ts";

export interface ReplayFrame {
  round: number;
  judging: ReportData["rounds"][number]["judging"];
  accuracy: number | null;
  /** 95 % Wilson interval; null: not measured. */
  interval: { low: number; high: number } | null;
  rolledBack: boolean;
  /** A digit a client: its place in `PRESENCES`. */
  states: string;
  /** `[C][C]`, row: truth, column: answer; null: not measured, or not kept. */
  confusion: number[][] | null;
}

export interface Replay {
  classes: string[];
  /** Accuracy of guessing, 0..1. */
  guessing: number;
  /** Last round on the axis. */
  lastRound: number;
  frames: ReplayFrame[];
}

/** Numbers of matrices that one page carries; the newest are kept. */
const MOST_NUMBERS = 60_000;

export function replayOf(data: ReportData, lastRound: number): Replay {
  const { dataset, clients, rounds } = data;
  const states = statesOf(clients, rounds);
  const kept = keptMatrices(data);
  const frames = rounds.map((figures, at): ReplayFrame => {
    const { round, judging, accuracy, rolledBack } = figures;
    return {
      ...{ round, judging, accuracy, rolledBack, interval: wilsonOf(figures) },
      states: states.map((row) => PRESENCES.indexOf(row[at]!)).join(""),
      confusion: kept.get(round) ?? null,
    };
  });
  const guessing = 1 / Math.max(1, dataset.classes.length);
  return { classes: dataset.classes, guessing, lastRound, frames };
}

function keptMatrices({ confusions, dataset }: ReportData): Map<number, number[][]> {
  const each = Math.max(1, dataset.classes.length ** 2);
  const most = Math.max(1, Math.floor(MOST_NUMBERS / each));
  return new Map((confusions ?? []).slice(-most).map(({ round, counts }) => [round, counts]));
}

export const presencesOf = ({ states }: ReplayFrame): Presence[] =>
  [...states].map((digit) => PRESENCES[Number(digit)] ?? "none");
