// What was run: settings in words and as a table, data, versions, devices.

import { plural } from "@spikefed/fl-core";
import type { DeviceKind } from "@spikefed/protocol";

import { flatSettings } from "../data/flat-settings.ts";
import type { ReportData } from "../data/report-data.ts";
import { markup, type Markup } from "../page/markup.ts";
import { type Cell, list, section, table } from "../page/table.ts";
import { bytesText, momentText, percentText } from "../page/words.ts";
import { settingsSentences } from "./settings-words.ts";

export function whatWasRun(data: ReportData): Markup {
  return section("run", "What was run", [
    list(settingsSentences(data)),
    dataSentence(data),
    table({
      caption: "Facts of the run",
      columns: [
        { title: "Fact", kind: "words" },
        { title: "Value", kind: "words" },
      ],
      rows: facts(data),
    }),
    markup`<details><summary>All settings</summary>${table({
      caption: "Settings by key",
      columns: [
        { title: "Setting", kind: "words" },
        { title: "Value", kind: "words" },
      ],
      rows: flatSettings(data.settings),
    })}</details>`,
  ]);
}

function dataSentence({ dataset }: ReportData): Markup {
  const drawn = dataset.procedural ? " These are drawn shapes, not photographs." : "";
  return markup`<p>The pictures are <bdi>${dataset.name}</bdi> (<bdi>${dataset.source}</bdi>), dealt out by us: no client brought its own.${drawn}</p>`;
}

function facts(data: ReportData): [string, Cell][] {
  const { dataset, model, settings, versions, testSeed } = data;
  return [
    ["Run", code(data.runId)],
    ["Begun", data.startedMs === null ? "not begun yet" : momentText(data.startedMs)],
    ["Ended", endText(data)],
    ["Dataset", dataset.name],
    ["Dataset, sha256", code(dataset.sha256)],
    ["Classes", classList(dataset.classes)],
    ["Seed", settings.seed],
    ["Seed of the held-out pictures", testSeed],
    ["First model, hash", code(model.hash)],
    ["Last model, hash", code(data.modelHash)],
    ["Best model", bestText(data)],
    ["Model on the wire", bytesText(model.bytes)],
    ["Devices", devicesText(data)],
    ...adapterRow(data),
    ["Build", buildsText(data)],
    ...Object.entries(versions ?? { Versions: null }).map(([name, version]): [string, Cell] => [
      version === null ? name : `Version of ${name}`,
      version,
    ]),
  ];
}

/** Of a simulation. In a room every device has its own, and the row of devices tells their kinds. */
const adapterRow = ({ adapter, clients }: ReportData): [string, Cell][] =>
  adapter === null && clients.length > 0 ? [] : [["Executor and adapter", adapter]];

/** More than one: the run was taken up by another. */
function buildsText({ builds }: ReportData): Cell {
  if (builds === null || builds.length === 0) return null;
  const texts = builds.map(({ name, source }) => markup`${name}, sources’ sha256 ${code(source)}`);
  return markup`${texts.map((text, i) => markup`${i === 0 ? "" : "; then "}${text}`)}`;
}

const code = (text: string): Markup => markup`<code>${text}</code>`;

const classList = (classes: readonly string[]): Markup =>
  markup`${classes.map((name, i) => markup`${i === 0 ? "" : ", "}<bdi>${name}</bdi>`)}`;

function endText({ ended, endedMs }: ReportData): string {
  if (ended === null) return "the log ends before the run does";
  return `${momentText(endedMs)}, ${endings[ended]}`;
}

const endings = {
  host: "by the host",
  rounds: "all rounds done",
  "no-improvement": "since the accuracy did not get better any more",
};

/** Null: no model was judged. */
function bestText({ best }: ReportData): Markup | null {
  if (best === null) return null;
  return markup`round ${best.round}, ${percentText(best.accuracy)}${best.on === "validation" ? " on the validation pictures" : ""}, ${code(best.modelHash)}`;
}

const devices: Record<DeviceKind, string> = {
  gpu: "with a graphics chip",
  "software-gpu": "with a software adapter",
  cpu: "on the processor",
};

/** By kind, not by person; null when nobody joined. */
function devicesText({ clients }: ReportData): string | null {
  const kinds = Object.keys(devices) as DeviceKind[];
  const counts = kinds
    .map((kind) => [kind, clients.filter(({ device }) => device === kind).length] as const)
    .filter(([, count]) => count > 0);
  if (counts.length === 0) return null;
  return counts.map(([kind, count]) => `${plural(count, "client")} ${devices[kind]}`).join(", ");
}
