// How far clients moved from the model that they started from, round by round.

import { digits } from "@spikefed/snn-core/bench-figures";

import { lineChart } from "../charts/line-chart.ts";
import { meanDeviation } from "../data/comparison.ts";
import type { ReportData } from "../data/report-data.ts";
import type { RoundFigures } from "../data/round-figures.ts";
import { markup, type Markup } from "../page/markup.ts";
import { figure, missingLine, section, type Table } from "../page/table.ts";
import { deviationText } from "../page/words.ts";

export function deviationSection(data: ReportData): Markup {
  const measured = data.rounds.filter(({ deviations }) => deviations !== null);
  const content =
    measured.length === 0 ? missingLine("Model deviation") : deviationFigure(data, measured);
  return section("deviation", "How far clients moved", [content]);
}

function deviationFigure(data: ReportData, measured: readonly RoundFigures[]): Markup {
  const last = measured.at(-1)!;
  const sentence = `Model deviation of the clients, mean in round ${last.round}: ${deviationText(meanDeviation(last))}.`;
  const title = "Model deviation by round";
  return figure({
    ...{ id: "deviation-figure", title },
    sentence: markup`${sentence} The band reaches from the least client of the round to the most. ${MEANING}`,
    drawing: lineChart({
      ...{ id: "deviation-chart", title, description: sentence, unit: "deviation" },
      words: digits,
      lines: [{ name: "mean", points: measured.map(pointOf) }],
      ...{ rule: null, lastRound: measured.at(-1)!.round },
    }),
    table: deviationTable(data, measured),
  });
}

const MEANING =
  "It is FedSNN’s: the sum over all tensors of |w - g| / (1 + |g|), where g is the model of the round, w the client’s, and |.| the root of the sum of squares. An update is measured as it arrived, with its noise where the settings put noise on it.";

const valuesOf = ({ deviations }: RoundFigures): number[] =>
  deviations?.map(({ value }) => value) ?? [];

const pointOf = (round: RoundFigures) => ({
  ...{ round: round.round, value: meanDeviation(round) },
  ...{ low: Math.min(...valuesOf(round)), high: Math.max(...valuesOf(round)) },
});

function deviationTable({ clients }: ReportData, measured: readonly RoundFigures[]): Table {
  const names = new Map(clients.map(({ client, name }) => [client, name]));
  return {
    caption: "Model deviation by round",
    columns: [
      ...["Round", "Mean", "Least", "Most"].map((title) => ({ title, kind: "number" as const })),
      { title: "Most, of", kind: "words" },
    ],
    rows: measured.map((round) => {
      const values = valuesOf(round);
      const most = Math.max(...values);
      const who = round.deviations?.find(({ value }) => value === most)?.client ?? 0;
      return [
        ...[round.round, deviationText(meanDeviation(round)), deviationText(Math.min(...values))],
        ...[deviationText(most), markup`<bdi>${names.get(who) ?? String(who)}</bdi>`],
      ];
    }),
  };
}
