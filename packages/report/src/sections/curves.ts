// Accuracy and loss of the group model by round.

import { type ChartLine, type ChartPoint, lineChart } from "../charts/line-chart.ts";
import type { ReportData } from "../data/report-data.ts";
import { isJudged, newestFigures, wilsonOf } from "../data/round-figures.ts";
import { markup, type Markup } from "../page/markup.ts";
import { figure, missing, section, type Table } from "../page/table.ts";
import { intervalText, lossText, percentText } from "../page/words.ts";

export function curves(data: ReportData): Markup {
  return section("curves", "Accuracy and loss", [accuracyFigure(data), lossFigure(data)]);
}

/** Accuracy of guessing, 0..1. */
export const guessing = ({ dataset }: ReportData): number =>
  1 / Math.max(1, dataset.classes.length);

/** Last round on the axis. */
export const lastRoundOf = ({ rounds, settings }: ReportData): number =>
  Math.max(1, rounds.at(-1)?.round ?? 0, settings.rounds <= 60 ? settings.rounds : 0);

function accuracyFigure(data: ReportData): Markup {
  const points = data.rounds.filter(isJudged).map((round): ChartPoint => {
    const interval = wilsonOf(round);
    const ends = { low: interval?.low ?? null, high: interval?.high ?? null };
    return { round: round.round, value: round.accuracy, ...ends };
  });
  const newest = newestFigures(data.rounds);
  const sentence =
    newest === null
      ? markup`Accuracy on held-out pictures: ${missing}.`
      : `After round ${newest.round} the group model gets ${percentText(newest.accuracy)} of the held-out pictures right. Guessing gives ${percentText(guessing(data))}.`;
  return figure({
    ...{ id: "accuracy", title: "Accuracy by round" },
    sentence:
      newest === null ? sentence : markup`${sentence} The band is the 95 % Wilson interval.`,
    drawing: lineChart({
      ...{ id: "accuracy-chart", title: "Accuracy by round", unit: "accuracy" },
      description: typeof sentence === "string" ? sentence : "Not measured.",
      words: (share) => `${Math.round(100 * share)} %`,
      lines: accuracyLines(data, points),
      rule: { name: "guessing", value: guessing(data) },
      lastRound: lastRoundOf(data),
    }),
    table: accuracyTable(data),
  });
}

/** The validation part has a line where there is one. */
function accuracyLines({ rounds, settings }: ReportData, points: ChartPoint[]): ChartLine[] {
  if (settings.validationSamples === 0) return [{ name: "group", points }];
  return [
    { name: "test", points },
    { name: "validation", points: validationPoints(rounds, "accuracy") },
  ];
}

function validationPoints(rounds: ReportData["rounds"], of: "accuracy" | "loss"): ChartPoint[] {
  return rounds
    .filter(isJudged)
    .map(({ round, validation }) => plain(round, validation?.[of] ?? null));
}

const plain = (round: number, value: number | null): ChartPoint => ({
  ...{ round, value, low: null, high: null },
});

function accuracyTable({ rounds, settings }: ReportData): Table {
  const titles = ["Round", "Accuracy", "95 % Wilson interval", "Right of"];
  const more = settings.validationSamples === 0 ? [] : ["Validation pictures"];
  const isBack = rounds.some(({ rolledBack }) => rolledBack) ? ["Taken back"] : [];
  return {
    caption: "Accuracy by round",
    columns: [...titles, ...more, ...isBack].map((title) => ({ title, kind: "number" })),
    rows: rounds
      .filter(isJudged)
      .map((round) => [
        round.round,
        percentText(round.accuracy),
        intervalText(wilsonOf(round)),
        round.correct === null ? null : `${round.correct} of ${round.testSamples}`,
        ...more.map(() => percentText(round.validation?.accuracy ?? null)),
        ...isBack.map(() => (round.rolledBack ? "yes" : "no")),
      ]),
  };
}

function lossFigure(data: ReportData): Markup {
  const newest = newestFigures(data.rounds);
  const last = data.rounds.findLast(({ trainLoss }) => trainLoss !== null);
  const sentence =
    `Mean cross entropy, in nats. Held-out pictures: ${lossText(newest?.loss ?? null)}. ` +
    `While training, mean of the clients by pictures: ${lossText(last?.trainLoss ?? null)}.`;
  return figure({
    ...{ id: "loss", title: "Loss by round", sentence },
    drawing: lineChart({
      ...{ id: "loss-chart", title: "Loss by round", description: sentence, unit: "nats" },
      words: (loss) => loss.toFixed(2),
      lines: lossLines(data),
      rule: null,
      lastRound: lastRoundOf(data),
    }),
    table: lossTable(data),
  });
}

function lossLines({ rounds, settings }: ReportData): ChartLine[] {
  const heldOut = rounds.filter(isJudged).map(({ round, loss }) => plain(round, loss));
  const training = rounds.map(({ round, trainLoss }) => plain(round, trainLoss));
  return [
    { name: "held-out", points: heldOut },
    { name: "training", points: training },
    ...(settings.validationSamples === 0
      ? []
      : [{ name: "validation", points: validationPoints(rounds, "loss") }]),
  ];
}

function lossTable({ rounds, settings }: ReportData): Table {
  const more = settings.validationSamples === 0 ? [] : ["Validation"];
  return {
    caption: "Loss by round, nats",
    columns: ["Round", "Held-out", "Training", ...more].map((title) => ({ title, kind: "number" })),
    rows: rounds.map(({ round, loss, trainLoss, validation }) => [
      ...[round, lossText(loss), lossText(trainLoss)],
      ...more.map(() => lossText(validation?.loss ?? null)),
    ]),
  };
}
