// One run as one HTML file that asks for nothing outside of itself.

import { plural } from "@spikefed/fl-core";

import type { ReportData } from "./data/report-data.ts";
import { newestFigures, wilsonOf } from "./data/round-figures.ts";
import { documentOf } from "./page/document.ts";
import { markup, type Markup } from "./page/markup.ts";
import { missing } from "./page/table.ts";
import { durationText, intervalText, momentText, percentText } from "./page/words.ts";
import { curves } from "./sections/curves.ts";
import { deviationSection } from "./sections/deviation.ts";
import { energySection } from "./sections/energy.ts";
import { firingSection } from "./sections/firing.ts";
import { confusionSection, labelSection } from "./sections/matrices.ts";
import { participationSection } from "./sections/participation.ts";
import { incidentSection, repeatSection } from "./sections/repeat.ts";
import { roundsSection } from "./sections/rounds.ts";
import { playerHash, playerScript } from "./replay/player-script.ts";
import { replaySection } from "./replay/section.ts";
import { takeAwaySection } from "./sections/take-away.ts";
import { whatWasRun } from "./sections/what-was-run.ts";

/**
 * The report of a run: HTML without outside request, for screens in light and dark and for paper. Its
 * one script replays the rounds; without it the page tells all but what models of earlier rounds took
 * for what. Every chart has a sentence and a table; what is null in `data` is written as "not measured".
 */
export function renderReport(data: ReportData): string {
  return documentOf({
    title: data.title,
    lead: leadOf(data),
    sections: [
      ...[
        replaySection,
        whatWasRun,
        curves,
        deviationSection,
        labelSection,
        confusionSection,
        firingSection,
        energySection,
      ],
      ...[roundsSection, participationSection, incidentSection, repeatSection, takeAwaySection],
    ].flatMap((part) => part(data) ?? []),
    script: data.rounds.length === 0 ? null : { text: playerScript, sha256: playerHash },
    foot: markup`<p>Made from the run log of <code>${data.runId}</code> by Spikefed. Every figure is from that log or was measured; energy is estimated.</p>`,
  });
}

function leadOf(data: ReportData): Markup {
  const { rounds, clients } = data;
  const newest = newestFigures(rounds);
  const accuracy =
    newest === null
      ? markup`Accuracy: ${missing}.`
      : `Accuracy ${percentText(newest.accuracy)} on ${plural(newest.testSamples ?? 0, "held-out picture")} after round ${newest.round} (95 % Wilson interval: ${intervalText(wilsonOf(newest))}).`;
  return markup`<p class="lead">${accuracy}</p>
<p class="quiet">${plural(rounds.length, "round")}, ${plural(clients.length, "client")}, ${whenText(data)}.</p>`;
}

/** Of a run that goes on, or whose coordinator went away, up to the newest event of its log. */
function whenText({ startedMs, endedMs, lastMs }: ReportData): string {
  if (startedMs === null) return "not begun yet";
  const took = durationText(((endedMs ?? lastMs) - startedMs) / 1000);
  return `begun ${momentText(startedMs)}, ${took}${endedMs === null ? " up to the end of its log" : ""}`;
}
