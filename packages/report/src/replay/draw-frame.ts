// One frame of a replay as markup: the same charts as on the rest of the page, up to that round. Runs
// in the page as well (`apps/web/src/replay`).

import { heatmap } from "../charts/heatmap.ts";
import { lineChart } from "../charts/line-chart.ts";
import { keyOf, type Presence, PRESENCES } from "../charts/presence.ts";
import { ringChart } from "../charts/ring-chart.ts";
import { markup, type Markup, textOf } from "../page/markup.ts";
import { table } from "../page/table.ts";
import { intervalText, NOT_MEASURED, percentText } from "../page/words.ts";
import { ALL_OF_CLASS, answerTable } from "../sections/matrix-table.ts";
import { presencesOf, type Replay, type ReplayFrame } from "./replay.ts";

export type { Replay } from "./replay.ts";

/** HTML of each part. */
export interface DrawnFrame {
  sentence: string;
  accuracy: string;
  ring: string;
  confusion: string;
  /** The table of its numbers; empty: there are none. */
  matrix: string;
}

/** @param at Place of the frame. */
export function drawFrame(replay: Replay, at: number): DrawnFrame {
  const frame = replay.frames[at]!;
  const sentence = frameSentence(replay, frame);
  const parts = { sentence, accuracy: accuracyOf(replay, at), ring: ringOf(frame) };
  const html = { ...parts, confusion: confusionOf(replay, frame), matrix: matrixOf(replay, frame) };
  return {
    sentence,
    accuracy: textOf(html.accuracy),
    ring: textOf(html.ring),
    confusion: textOf(html.confusion),
    matrix: textOf(html.matrix),
  };
}

function frameSentence({ frames }: Replay, frame: ReplayFrame): string {
  const { round, judging, accuracy, interval, rolledBack } = frame;
  const measured =
    accuracy === null
      ? `Accuracy: ${judging === "skipped" ? "not measured in this round" : NOT_MEASURED}.`
      : `Accuracy ${percentText(accuracy)} (95 %: ${intervalText(interval)}).`;
  const back = rolledBack ? " This round was taken back." : "";
  return `Round ${round} of ${frames.at(-1)!.round}. ${measured} ${presenceSentence(frame)}${back}`;
}

/** "Of 17 clients: 12 helped, 2 sent nothing, 3 not invited." Counts only. */
function presenceSentence(frame: ReplayFrame): string {
  const states = presencesOf(frame);
  const of = `Of ${states.length} clients`;
  if (states.every((state) => state === "none")) return `${of} none was invited.`;
  const counts = PRESENCES.map(
    (state) => [states.filter((one) => one === state).length, state] as const,
  )
    .filter(([count]) => count > 0)
    .map(([count, state]) => `${count} ${SHORT[state]}`);
  return `${of}: ${counts.join(", ")}.`;
}

const SHORT: Record<Presence, string> = {
  averaged: "helped",
  arrived: "sent and not averaged",
  refused: "refused",
  failed: "failed",
  straggler: "dropped out",
  missing: "sent nothing",
  none: "not invited",
};

function accuracyOf({ frames, guessing, lastRound }: Replay, at: number): Markup | string {
  const highest = Math.max(guessing, ...frames.map(({ interval }) => interval?.high ?? 0));
  const points = frames
    .slice(0, at + 1)
    .filter(({ judging }) => judging === "measured" || judging === "failed")
    .map(({ round, accuracy, interval }) => ({
      ...{ round, value: accuracy, low: interval?.low ?? null, high: interval?.high ?? null },
    }));
  const title = `Accuracy up to round ${frames[at]!.round}`;
  const drawn = lineChart({
    ...{ id: "replay-accuracy-chart", title, description: title, unit: "accuracy" },
    words: (share) => `${Math.round(100 * share)} %`,
    ...{ lines: [{ name: "group", points }], rule: { name: "guessing", value: guessing } },
    ...{ lastRound, least: highest },
  });
  return (
    drawn ?? markup`<p>Accuracy up to this round: <span class="missing">${NOT_MEASURED}</span>.</p>`
  );
}

function ringOf(frame: ReplayFrame): Markup {
  const states = presencesOf(frame);
  const measured = frame.accuracy === null ? NOT_MEASURED : percentText(frame.accuracy);
  const middle = frame.rolledBack ? "taken back" : measured;
  const title = `Clients of round ${frame.round} around the model`;
  const drawing = ringChart({
    ...{ id: "replay-ring-chart", title, description: presenceSentence(frame), states, middle },
  });
  return markup`${drawing}${keyOf(states)}`;
}

function confusionOf({ classes }: Replay, { confusion, round, accuracy }: ReplayFrame): Markup {
  if (confusion === null) {
    const why = accuracy === null ? NOT_MEASURED : "measured, and not kept for this page";
    return markup`<p>Confusion matrix of round ${round}: <span class="missing">${why}</span>.</p>`;
  }
  const sums = confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
  const right = confusion.reduce((sum, row, i) => sum + row[i]!, 0);
  const all = sums.reduce((sum, count) => sum + count, 0);
  return heatmap({
    ...{ id: "replay-confusion-chart", title: `Answers of round ${round} by true class` },
    description: `${right} of ${all} answers are right.`,
    ...{ rowTitle: "truth", columnTitle: "answer", rows: classes, columns: classes },
    ...{ values: confusion, full: (row: number) => sums[row]!, fullWords: ALL_OF_CLASS },
  });
}

function matrixOf({ classes }: Replay, { confusion, round }: ReplayFrame): Markup | null {
  if (confusion === null) return null;
  return table(answerTable(`Answers of round ${round}, by true class (rows)`, classes, confusion));
}
