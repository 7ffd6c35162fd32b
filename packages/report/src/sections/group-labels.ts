// How the pictures were dealt in the runs of a comparison: one map for each way that occurs.

import { plural } from "@spikefed/fl-core";

import type { RunGroup } from "../data/comparison.ts";
import type { ReportData } from "../data/report-data.ts";
import { partitionWords } from "../data/setting-words.ts";
import type { Markup } from "../page/markup.ts";
import { figure, section } from "../page/table.ts";
import { type LabelMap, labelMap } from "./matrices.ts";

export interface GroupLabelMap extends LabelMap {
  /** `labels-1`, of the page once. */
  id: string;
  /** As a part of a file's name: `dirichlet-alpha-0.1`. */
  words: string;
}

/** Of the first run that tells, for each way of dealing, whatever else the runs differ in. */
export function labelMaps(groups: readonly RunGroup[]): GroupLabelMap[] {
  const seen = new Map<string, { run: ReportData; counts: number[][] }>();
  for (const run of groups.flatMap(({ runs }) => runs)) {
    const { settings, dataset, labelCounts: counts } = run;
    if (counts === null || counts.length === 0) continue;
    const { partition, clients, samplesPerClient } = settings;
    const key = JSON.stringify([dataset.sha256, partition, clients, samplesPerClient]);
    if (!seen.has(key)) seen.set(key, { run, counts });
  }
  return [...seen.values()].map(({ run, counts }, i) => {
    const id = `labels-${i + 1}`;
    const { partition, clients, seed } = run.settings;
    const words = partitionWords(partition);
    const title = `Pictures of each class in each share: ${words}, ${plural(clients, "client")}, seed ${seed}`;
    return { ...labelMap(run, counts, `${id}-chart`), id, title, words: fileWords(words) };
  });
}

/** null: no run tells. */
export function groupLabels(groups: readonly RunGroup[]): Markup | null {
  const maps = labelMaps(groups);
  if (maps.length === 0) return null;
  const figures = maps.map(({ id, title, sentence, drawing, table }) =>
    figure({ id, title, sentence: `${title}. ${sentence}`, drawing, table }),
  );
  return section("labels", "Who held which pictures", figures);
}

const fileWords = (words: string): string =>
  words
    .toLowerCase()
    .replace(/[^a-z0-9. ]/g, "")
    .replace(/ +/g, "-");
