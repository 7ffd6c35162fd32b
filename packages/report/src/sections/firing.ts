// How often the neurons of each layer fired, as counted. A count, not an energy.

import { formatCount } from "@spikefed/fl-core";

import { bars } from "../charts/bars.ts";
import type { FiringFigures, LayerFiring } from "../data/firing.ts";
import type { ReportData } from "../data/report-data.ts";
import { markup, type Markup } from "../page/markup.ts";
import { figure, missingLine, paragraph, section, type Table, table } from "../page/table.ts";
import { modelWords, rateText } from "../page/words.ts";

export function firingSection({ firing }: ReportData): Markup {
  return section("firing", "How often neurons fire", content(firing));
}

function content(firing: FiringFigures): Markup[] {
  const { layers, energyFrom } = firing;
  if (layers.length === 0) return [paragraph("This network has no spiking layers.")];
  if (energyFrom === null) return [missingLine("Spikes per neuron and step")];
  const steps = layers.some(({ perStep }) => perStep !== null) ? [stepTable(firing)] : [];
  return [rateFigure(firing), ...steps];
}

const shown = ({ energyFrom }: FiringFigures, layer: LayerFiring): number | null =>
  energyFrom === "held-out" ? layer.heldOut : layer.last;

/** Where the rates come from, in words. */
export function ratesFrom(firing: FiringFigures): string {
  const { energyFrom, trainedRounds, figuresRound, pictures } = firing;
  if (energyFrom === "held-out")
    return `measured on ${pictures} held-out pictures with ${modelWords(figuresRound)}`;
  if (energyFrom === null || trainedRounds === null) return "not measured";
  return `measured by the clients while they trained in round ${trainedRounds.last}`;
}

function rateFigure(firing: FiringFigures): Markup {
  const { layers } = firing;
  const sentence = `Spikes per neuron and step, ${ratesFrom(firing)}. 1 would be a spike at every step.`;
  const title = "Spikes per neuron and step, by layer";
  return figure({
    ...{ id: "firing-rates", title, sentence },
    drawing: bars({
      ...{ id: "firing-chart", title, description: sentence, words: rateText },
      bars: layers.map((layer) => ({ name: layer.name, value: shown(firing, layer), colour: 0 })),
    }),
    table: rateTable(firing),
  });
}

function rateTable({ layers, trainedRounds }: FiringFigures): Table {
  const round = (which: "first" | "last") =>
    trainedRounds === null ? "" : `, round ${trainedRounds[which]}`;
  return {
    caption: "Spikes per neuron and step",
    columns: [
      { title: "Layer", kind: "words" },
      { title: "Neurons", kind: "number" },
      { title: "Held-out pictures", kind: "number" },
      { title: `Training${round("first")}`, kind: "number" },
      { title: `Training${round("last")}`, kind: "number" },
    ],
    rows: layers.map(({ name, neurons, heldOut, first, last }) => [
      ...[name, formatCount(neurons), rateText(heldOut), rateText(first), rateText(last)],
    ]),
  };
}

/** On held-out pictures, step by step. */
function stepTable({ layers, timesteps }: FiringFigures): Markup {
  const steps = Array.from({ length: timesteps }, (_, t) => t);
  const numbers: Table = {
    caption: "Spikes per neuron at each step, held-out pictures",
    columns: [
      { title: "Layer", kind: "words" },
      ...steps.map((t) => ({ title: `Step ${t + 1}`, kind: "number" as const })),
    ],
    rows: layers.map(({ name, perStep }) => [
      name,
      ...steps.map((t) => rateText(perStep?.[t] ?? null)),
    ]),
  };
  return markup`<details><summary>Step by step</summary>${table(numbers)}</details>`;
}
