// Runs on the disk as one page: one run's report, or several runs compared.

import { basename, dirname, relative } from "node:path";

import { plural } from "@spikefed/fl-core";
import { SpikefedError } from "@spikefed/protocol";
import {
  groupRuns,
  type PlotFile,
  type ReportData,
  renderAttacks,
  renderComparison,
  renderPlots,
  renderReport,
} from "@spikefed/report";

import { findRuns, type RunPlace } from "./find-runs.ts";
import { readRun } from "./read-run.ts";

export interface MadeReport {
  html: string;
  /** What a file of it is called. */
  name: "report.html" | "comparison.html";
  /** What is in it, as lines. */
  summary: string[];
  /** What is not. */
  warnings: string[];
  /** Its curves and maps as files of their own. */
  plots: () => PlotFile[];
  /** What strategies withstand. @throws {SpikefedError} `report/attacks` */
  attacks: () => string;
}

/** @throws {SpikefedError} `report/no-run`, `report/file` */
export async function makeReport(folders: readonly string[]): Promise<MadeReport> {
  const places = await findRuns(folders);
  const [only] = places;
  if (only !== undefined && places.length === 1) return ofOne(only);
  const runs: ReportData[] = [];
  const warnings: string[] = [];
  const base = commonFolder(places.map(({ folder }) => folder));
  for (const place of places) {
    const run = await readRun(place, relative(base, place.folder));
    if (run === null) warnings.push(`${place.log} is empty: that run is left out.`);
    else runs.push(run.data);
    if (run?.warning) warnings.push(run.warning);
  }
  if (runs.length === 0) throw nothingYet(base);
  const groups = groupRuns(runs);
  const lines = groups.map((group) => `  ${group.label}: ${plural(group.runs.length, "run")}`);
  const counts = `${plural(groups.length, "group")}, ${plural(runs.length, "run")}:`;
  const title = `${basename(base)}: runs compared`;
  return {
    ...{ html: renderComparison(groups, title), name: "comparison.html" },
    ...{ summary: [counts, ...lines], warnings, plots: () => renderPlots(groups, title) },
    attacks: () => renderAttacks(runs),
  };
}

async function ofOne(place: RunPlace): Promise<MadeReport> {
  const run = await readRun(place, null);
  if (run === null) throw nothingYet(place.folder);
  const { data, warning } = run;
  const warnings = warning === null ? [] : [warning];
  return {
    ...{ html: renderReport(data), name: "report.html", summary: [data.title], warnings },
    plots: () => renderPlots(groupRuns([data]), data.title),
    attacks: () => renderAttacks([data]),
  };
}

const nothingYet = (folder: string) =>
  new SpikefedError("report/no-run", { folder, why: "its run log is empty" });

/** The nearest folder above all of them. */
function commonFolder(folders: readonly string[]): string {
  let base = dirname(folders[0] ?? ".");
  const isOutside = (folder: string) => relative(base, folder).startsWith("..");
  while (folders.some(isOutside) && dirname(base) !== base) base = dirname(base);
  return base;
}
