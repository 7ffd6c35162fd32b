// What each round took: who sent, time, bytes.

import { plural } from "@spikefed/fl-core";

import { type ChartLine, lineChart } from "../charts/line-chart.ts";
import type { ReportData } from "../data/report-data.ts";
import type { RoundFigures } from "../data/round-figures.ts";
import { markup, type Markup } from "../page/markup.ts";
import { figure, missingLine, section, table } from "../page/table.ts";
import {
  bytesText,
  countText,
  durationText,
  lossText,
  percentText,
  rateText,
} from "../page/words.ts";

export function roundsSection(data: ReportData): Markup {
  const { rounds } = data;
  const content =
    rounds.length === 0
      ? [missingLine("Rounds")]
      : [roundTable(data), trafficFigure(rounds), costSentence(rounds)];
  return section("rounds", "Round by round, and what it cost", content);
}

function roundTable(data: ReportData): Markup {
  const neurons = data.firing.layers.map((layer) => layer.neurons);
  return table({
    caption: "Rounds",
    columns: [
      ...["Round", "Accuracy", "Loss", "Spikes per neuron and step"],
      ...["Invited", "Arrived", "Averaged", "Pictures", "Time", "Training time", "Up", "Down"],
    ].map((title) => ({ title, kind: "number" })),
    rows: data.rounds.map((round) => [
      ...[round.round, percentText(round.accuracy), lossText(round.loss)],
      rateText(networkRate(round, neurons)),
      ...[round.invited.length, round.arrived.length, round.averaged.length],
      ...[countText(round.samples), durationText(round.seconds), durationText(round.deviceSeconds)],
      ...[bytesText(round.bytesUp), downText(round)],
    ]),
  });
}

const downText = ({ bytesDown, isDownCounted }: RoundFigures): string =>
  `${bytesText(bytesDown)}${isDownCounted ? "" : " (computed)"}`;

/** Mean over all neurons; null: not measured. */
export function networkRate({ spikeRates }: RoundFigures, neurons: readonly number[]) {
  if (spikeRates === null || spikeRates.length !== neurons.length) return null;
  const total = neurons.reduce((sum, count) => sum + count, 0);
  return spikeRates.reduce((sum, rate, i) => sum + (rate * neurons[i]!) / total, 0);
}

function trafficFigure(rounds: readonly RoundFigures[]): Markup {
  const isCounted = rounds.every(({ isDownCounted }) => isDownCounted);
  const sentence = trafficSentence(rounds, isCounted);
  return figure({
    ...{ id: "traffic", title: "Bytes by round", sentence },
    drawing: lineChart({
      ...{ id: "traffic-chart", title: "Bytes by round", description: sentence, unit: "bytes" },
      words: bytesText,
      lines: [
        byteLine("up", rounds, ({ bytesUp }) => bytesUp),
        byteLine(isCounted ? "down" : "down, computed", rounds, ({ bytesDown }) => bytesDown),
      ],
      rule: null,
      lastRound: rounds.at(-1)?.round ?? 1,
    }),
    table: {
      caption: "Bytes by round",
      columns: ["Round", "Up", "Down"].map((title) => ({ title, kind: "number" })),
      rows: rounds.map((round) => [round.round, bytesText(round.bytesUp), downText(round)]),
    },
  });
}

const byteLine = (
  name: string,
  rounds: readonly RoundFigures[],
  bytes: (round: RoundFigures) => number,
): ChartLine => ({
  name,
  points: rounds.map((round) => ({
    ...{ round: round.round, value: bytes(round), low: null, high: null },
  })),
});

function trafficSentence(rounds: readonly RoundFigures[], isCounted: boolean): string {
  const sum = (bytes: (round: RoundFigures) => number) =>
    bytesText(rounds.reduce((total, round) => total + bytes(round), 0));
  const how = isCounted
    ? "as counted"
    : "computed as the model's size for each invitation, not counted on the wire";
  const up = `Updates sent up: ${sum(({ bytesUp }) => bytesUp)}, as they arrived.`;
  return `${up} Models sent down: ${sum(({ bytesDown }) => bytesDown)}, ${how}.`;
}

function costSentence(rounds: readonly RoundFigures[]): Markup {
  const trained = rounds.flatMap(({ deviceSeconds }) => deviceSeconds ?? []);
  const total = trained.length === 0 ? null : trained.reduce((sum, seconds) => sum + seconds, 0);
  return markup`<p>Training time of all devices together, as they measured it: ${durationText(total)} in ${plural(trained.length, "round")}.</p>`;
}
