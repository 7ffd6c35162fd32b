// Energy, estimated: the spiking network beside its ANN twin, with both sets of constants.

import { formatCount } from "@spikefed/fl-core";
import type { ArithmeticName, EnergyTotal, LayerEnergy } from "@spikefed/snn-core";
import { digits } from "@spikefed/snn-core/bench-figures";

import { bars } from "../charts/bars.ts";
import type { FiringFigures } from "../data/firing.ts";
import type { ReportData } from "../data/report-data.ts";
import { markup, type Markup } from "../page/markup.ts";
import { figure, list, paragraph, section, type Table, table } from "../page/table.ts";
import { energyText, NOT_MEASURED, ratioText } from "../page/words.ts";
import { ratesFrom } from "./firing.ts";

const names: Record<ArithmeticName, string> = {
  float32: "32-bit float",
  int32: "32-bit integer",
};

export function energySection({ firing }: ReportData): Markup {
  return section("energy", "Energy, estimated", [
    ...(firing.layers.length === 0 ? [silent(firing)] : [energyFigure(firing)]),
    markup`<h3>Formula</h3>`,
    list(firing.words.formula),
    markup`<h3>What it assumes</h3>`,
    list(firing.words.assumptions),
    markup`<p><strong>${firing.words.device}</strong></p>`,
    markup`<details><summary>Layer by layer</summary>${table(layerTable(firing))}</details>`,
  ]);
}

/** An ANN: it is its own twin. */
function silent({ energy: { totals } }: FiringFigures): Markup {
  const each = totals.map(
    ({ arithmetic, twinPj }) => `${energyText(twinPj)} as ${names[arithmetic.name]}`,
  );
  return paragraph(
    `This network does not spike: all it does is multiply and add. One picture is estimated at ${each.join(", ")}.`,
  );
}

function energyFigure(firing: FiringFigures): Markup {
  const { totals } = firing.energy;
  const title = "Energy of one picture, estimated for arithmetic at 45 nm";
  const sentence = `${totals.map(totalSentence).join(" ")} Spikes: ${ratesFrom(firing)}.`;
  return figure({
    ...{ id: "energy-figure", title, sentence },
    drawing: bars({
      ...{ id: "energy-chart", title, description: sentence, words: energyText },
      bars: totals.flatMap(({ arithmetic, snnPj, twinPj }) => [
        { name: `spiking, ${names[arithmetic.name]}`, value: snnPj, colour: 0 },
        { name: `ANN twin, ${names[arithmetic.name]}`, value: twinPj, colour: 1 },
      ]),
    }),
    table: totalTable(firing),
  });
}

function totalSentence({ arithmetic, snnPj, twinPj, ratio }: EnergyTotal): string {
  const name = names[arithmetic.name];
  if (snnPj === null) {
    return `${name}: the spiking network's energy is ${NOT_MEASURED}, the twin's is estimated at ${energyText(twinPj)}.`;
  }
  return `${name}: estimated ${energyText(snnPj)} a picture against ${energyText(twinPj)} of the twin${comparison(ratio)}.`;
}

function comparison(ratio: number | null): string {
  if (ratio === null) return "";
  const larger = Math.max(ratio, 1 / ratio);
  if (digits(larger) === digits(1)) return ", as much";
  return `, ${ratioText(larger)} ${ratio > 1 ? "less" : "more"}`;
}

const totalTable = ({ energy: { totals } }: FiringFigures): Table => ({
  caption: "Estimated energy of one picture",
  columns: [
    { title: "Arithmetic", kind: "words" },
    { title: "Multiply-add", kind: "number" },
    { title: "Addition", kind: "number" },
    { title: "Spiking network", kind: "number" },
    { title: "As papers count", kind: "number" },
    { title: "ANN twin", kind: "number" },
    { title: "Twin by spiking", kind: "number" },
  ],
  rows: totals.map(({ arithmetic, snnPj, snnMeanRatePj, twinPj, ratio }) => [
    ...[names[arithmetic.name], `${arithmetic.macPj} pJ`, `${arithmetic.acPj} pJ`],
    ...[energyText(snnPj), energyText(snnMeanRatePj), energyText(twinPj), ratioText(ratio)],
  ]),
});

function layerTable({ energy: { layers, timesteps } }: FiringFigures): Table {
  return {
    caption: `Operations of one picture over ${timesteps} steps`,
    columns: [
      { title: "Layer", kind: "words" },
      { title: "Input", kind: "words" },
      { title: "Multiply-adds of a step", kind: "number" },
      { title: "Spikes per neuron and step before it", kind: "number" },
      { title: "Neurons a value", kind: "number" },
      { title: "Multiply-adds", kind: "number" },
      { title: "Additions", kind: "number" },
    ],
    rows: layers.map(layerRow),
  };
}

function layerRow(layer: LayerEnergy): (string | number)[] {
  const { name, input, macs, rate, pooled, multiplyAdds, additions } = layer;
  const isAnalog = input === "analog";
  const known = (value: number | null) => (value === null ? NOT_MEASURED : digits(value));
  return [
    ...[name, input, formatCount(macs), isAnalog ? "no spikes" : known(rate), pooled],
    ...[
      formatCount(multiplyAdds),
      additions === null ? NOT_MEASURED : formatCount(Math.round(additions)),
    ],
  ];
}
