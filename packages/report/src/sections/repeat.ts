// What went wrong, and how to run it again.

import { plural } from "@spikefed/fl-core";

import { experimentFile, experimentOf } from "../data/downloads.ts";
import type { ReportData } from "../data/report-data.ts";
import { markup, type Markup } from "../page/markup.ts";
import { missingLine, paragraph, scrollBox, section } from "../page/table.ts";
import { momentText } from "../page/words.ts";

export function incidentSection({ incidents }: ReportData): Markup {
  if (incidents.length === 0) {
    const nothing = "No round was repeated, no update was refused and nothing failed.";
    return section("incidents", "What went wrong", [paragraph(nothing)]);
  }
  const items = incidents.map(
    ({ atMs, sentence }) =>
      markup`<li><span class="quiet">${momentText(atMs)}</span> ${sentence}</li>`,
  );
  return section("incidents", "What went wrong", [
    paragraph(`${plural(incidents.length, "entry").replace("entrys", "entries")} of the log:`),
    scrollBox("What went wrong", markup`<ol>${items}</ol>`),
  ]);
}

export function repeatSection(data: ReportData): Markup {
  const command = data.command ?? roomCommand(data);
  const line =
    command === null
      ? missingLine("The command that repeats it")
      : scrollBox("Command", markup`<pre><code>${command}</code></pre>`);
  return section("repeat", "How to run it again", [
    line,
    ...byHand(data),
    paragraph(
      "The same seed and settings give the same division of pictures, the same order of batches and " +
        "the same first model. Arithmetic may be rounded differently by another device, and one " +
        "spike that flips changes all behind it: accuracies agree within a band, not digit by digit.",
    ),
  ]);
}

/** A command that a simulation was run by has its attackers among its settings. */
function byHand({ command, byHand: parts }: ReportData): Markup[] {
  if (command !== null || parts.length === 0) return [];
  return [
    paragraph(
      `This repeats the settings that the run was opened with, and not what was done while it was ` +
        `on: ${parts.join(", ")}. The run log has when and what.`,
    ),
  ];
}

/** A room's run as a simulation, from the settings that the page holds; null: it cannot be one. */
const roomCommand = (data: ReportData): string | null =>
  experimentOf(data) === null
    ? null
    : `npm run simulate -- --config ${experimentFile(data)} --out again`;
