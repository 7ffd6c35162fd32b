// The report of a run that is on, out of its log and its newest figures.

import type { LogEvent } from "@spikefed/protocol";
import {
  figureExtras,
  type ModelFigures,
  playerHash,
  renderReport,
  reportData,
} from "@spikefed/report";

import { versions } from "../version.ts";
import { policyWith } from "./headers.ts";

/** One script runs in it: the one that it was made with. */
export const policy = policyWith(`'sha256-${playerHash}'`);

export function render(events: readonly LogEvent[], figures: ModelFigures | null): string {
  const [opened] = events;
  const testSeed = opened?.type === "run-opened" ? opened.settings.seed : null;
  const known = { testSeed, versions, labelsElsewhere: "the host’s page" };
  return renderReport(reportData(events, { ...known, ...figureExtras(figures, events) }));
}
