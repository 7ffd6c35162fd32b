// The accuracy curve as data: from the fold of the run log to points, gaps and sentences.

import type { RoundSummary, RunView } from "@spikefed/fl-core";
import { t } from "../i18n/en/room.ts";
import { percent } from "./format.ts";

export interface CurvePoint {
  round: number;
  /** Group model on held-out pictures, 0..1; null: not measured. */
  group: number | null;
  /** This device's training accuracy in the round, 0..1; null: took no part. */
  mine: number | null;
  /** The settings leave this round unmeasured: the group's line goes on over it. */
  isSkipped: boolean;
  /** The run does not go on from this round's model. */
  isTakenBack: boolean;
}

export interface Curve {
  points: CurvePoint[];
  /** Accuracy of guessing, 0..1. */
  guessing: number;
  /** Last round on the axis. */
  lastRound: number;
  testSamples: number | null;
}

/** Rounds that were averaged and judged, or whose judging failed. */
export function finishedRounds(view: RunView): RoundSummary[] {
  const isJudged = ({ round }: RoundSummary) => view.phase !== "evaluating" || round !== view.round;
  return view.rounds.filter((round) => round.modelHash !== null && isJudged(round));
}

/** Up to this many planned rounds the axis shows all of them from the start. */
const PLANNED_SHOWN = 60;

/** @param client whose own curve is drawn behind; null draws none */
export function curveOf(view: RunView, client: number | null): Curve {
  const history = client === null ? [] : (view.clients.get(client)?.history ?? []);
  const mine = new Map(history.map(({ round, accuracy }) => [round, accuracy]));
  const { rounds: planned = 0, evaluateEvery = 1 } = view.settings ?? {};
  const points = finishedRounds(view).map(({ round, accuracy, rolledBack }) => ({
    round,
    group: accuracy,
    mine: mine.get(round) ?? null,
    isSkipped: accuracy === null && round % evaluateEvery !== 0 && round !== planned,
    isTakenBack: rolledBack,
  }));
  const reached = points.at(-1)?.round ?? 0;
  return {
    points,
    guessing: 1 / Math.max(2, view.dataset?.classes.length ?? 10),
    lastRound: Math.max(1, reached, planned <= PLANNED_SHOWN ? planned : 0),
    testSamples: view.rounds.findLast((round) => round.testSamples !== null)?.testSamples ?? null,
  };
}

/** All that the curve and its table show, as one text: as long as it stays, nothing is drawn anew. */
export function curveKey(view: RunView, client: number | null): string {
  const rounds = finishedRounds(view).map(({ loss, reported, cohort }) => [
    ...[loss, reported.length, cohort.length],
  ]);
  const history = client === null ? [] : (view.clients.get(client)?.history ?? []);
  return JSON.stringify([curveOf(view, client), rounds, history.map(({ round }) => round)]);
}

/** Neighbouring measured points, so that a line is never drawn over a gap. */
export function segments(
  points: readonly CurvePoint[],
  value: (point: CurvePoint) => number | null,
): { round: number; value: number }[][] {
  const lines: { round: number; value: number }[][] = [];
  let line: { round: number; value: number }[] = [];
  for (const point of points) {
    const y = value(point);
    if (y === null) {
      if (line.length > 0) lines.push(line);
      line = [];
    } else line.push({ round: point.round, value: y });
  }
  if (line.length > 0) lines.push(line);
  return lines;
}

interface Measured {
  round: number;
  accuracy: number;
}

/** The accuracies that the group model stands by: measured, and not taken back. */
function standing(points: readonly CurvePoint[]): Measured[] {
  return points.flatMap(({ round, group, isTakenBack }) =>
    group === null || isTakenBack ? [] : [{ round, accuracy: group }],
  );
}

/** The newest accuracy that stands, and its round; null: none does. */
export const newest = (points: readonly CurvePoint[]): Measured | null =>
  standing(points).at(-1) ?? null;

/** The chart in one sentence. */
export function curveSentence({ points, guessing, testSamples }: Curve): string {
  const last = newest(points);
  const guess = t("guessingGives", { guess: percent(guessing, 0) });
  if (last === null) return `${t("noAccuracy")} ${guess}`;
  const best = Math.max(...standing(points).map(({ accuracy }) => accuracy));
  const values = { round: last.round, accuracy: percent(last.accuracy) };
  const now =
    testSamples === null ? t("curve", values) : t("curveOn", { ...values, count: testSamples });
  const peak = best > last.accuracy ? [t("best", { best: percent(best) })] : [];
  return [now, ...peak, guess].join(" ");
}

/** Round numbers to write under the axis: at most `most`, whole and evenly spaced. */
export function roundTicks(lastRound: number, most: number): number[] {
  const rough = lastRound / Math.max(1, most);
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((size) => size >= rough) ?? 1000;
  const ticks = step <= 2 ? [] : [1];
  for (let round = step; round <= lastRound; round += step) ticks.push(round);
  return ticks;
}
