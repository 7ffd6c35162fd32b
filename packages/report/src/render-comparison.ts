// Several groups of runs as one HTML file.

import { plural } from "@spikefed/fl-core";

import type { RunGroup } from "./data/comparison.ts";
import { documentOf } from "./page/document.ts";
import { markup } from "./page/markup.ts";
import { groupCurves } from "./sections/group-curves.ts";
import { groupLabels } from "./sections/group-labels.ts";
import { comparedSection, resultSection, runsSection } from "./sections/group-tables.ts";

/**
 * Groups beside each other: curves with mean and band over seeds, a table with mean, standard
 * deviation and 95 % intervals (Student's t over runs; Wilson's where a group has one run), what
 * differs between the groups, how the pictures were dealt, and every run by itself. HTML as that of
 * `renderReport`.
 *
 * @param groups Each with the runs that differ in their seed alone; others are named on the page.
 */
export function renderComparison(groups: readonly RunGroup[], title = "Runs compared"): string {
  const runs = groups.reduce((sum, group) => sum + group.runs.length, 0);
  return documentOf({
    title,
    lead: markup`<p class="lead">${plural(groups.length, "group")}, ${plural(runs, "run")}.</p>`,
    sections: [
      ...[resultSection(groups), comparedSection(groups), groupCurves(groups)],
      ...[groupLabels(groups) ?? [], runsSection(groups)].flat(),
    ],
    foot: markup`<p>Made from run logs by Spikefed. Every figure is from those logs or was measured; energy is estimated.</p>`,
  });
}
