// What a reader takes along: the files in the page, and how to cite it.

import { experimentFile, experimentOf } from "../data/downloads.ts";
import type { ReportData } from "../data/report-data.ts";
import { newestFigures } from "../data/round-figures.ts";
import { roundsCsv } from "../data/rounds-csv.ts";
import { list, paragraph, section } from "../page/table.ts";
import { markup, type Markup } from "../page/markup.ts";
import { momentText, percentText } from "../page/words.ts";

export function takeAwaySection(data: ReportData): Markup {
  const { runId, log } = data;
  const experiment = experimentOf(data);
  const name = `spikefed-${runId}`;
  const items = [
    fileLink(`${name}-rounds.csv`, "text/csv", roundsCsv(data.rounds), "Figures by round (CSV)"),
    log === null
      ? null
      : fileLink(`${name}.jsonl`, "application/x-ndjson", log, "Run log (JSON Lines)"),
    experiment === null
      ? null
      : fileLink(
          ...([experimentFile(data), "application/json"] as const),
          ...([
            `${JSON.stringify(experiment, null, 2)}\n`,
            "Settings as an experiment (JSON)",
          ] as const),
        ),
  ].filter((item) => item !== null);
  const missing =
    log === null
      ? [
          paragraph(
            "The run log is too long for this page; the coordinator gives it at /api/run/log.",
          ),
        ]
      : [];
  return section("take", "To take along", [
    list(items),
    ...missing,
    markup`<p>To cite it: <span id="citation">${citation(data)}</span> <button type="button" id="copy-citation" hidden>Copy</button></p>`,
  ]);
}

/** One line: who, what, when it began, and the hash that tells it from any other run. */
export function citation({
  runId,
  title,
  openedMs,
  startedMs,
  settings,
  modelHash,
  rounds,
}: ReportData): string {
  const newest = newestFigures(rounds);
  const result =
    newest === null ? "" : ` Accuracy ${percentText(newest.accuracy)} after round ${newest.round}.`;
  const when = startedMs === null ? `opened ${momentText(openedMs)}` : momentText(startedMs);
  return `Spikefed run ${runId}: ${title}, ${when}. Seed ${settings.seed}.${result} Model sha256 ${modelHash}.`;
}

/** The file itself is in the link: nothing is asked for. */
function fileLink(name: string, type: string, text: string, words: string): Markup {
  const bytes = new TextEncoder().encode(text);
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return markup`<a download="${name}" href="data:${type};base64,${btoa(binary)}">${words}</a>`;
}
