// A comparison as files for other pages: each curve and map as an SVG, the results as Markdown.

import type { RunGroup } from "./data/comparison.ts";
import { standalone } from "./charts/standalone.ts";
import { markdownTable, markdownText } from "./page/markdown.ts";
import { groupFigures } from "./sections/group-curves.ts";
import { labelMaps } from "./sections/group-labels.ts";
import { cautions, resultTable } from "./sections/group-tables.ts";

export interface PlotFile {
  /** `accuracy.svg`; safe as a file's name, none twice. */
  name: string;
  text: string;
}

interface Plot extends PlotFile {
  title: string;
  sentence: string;
}

/**
 * What `renderComparison` shows of the same groups: curves that were measured, label maps that are
 * known, and `comparison.md`: the table of results, with the drawings below it.
 */
export function renderPlots(groups: readonly RunGroup[], title = "Runs compared"): PlotFile[] {
  const plots = [...curvePlots(groups), ...labelPlots(groups)];
  const files = plots.map(({ name, text }) => ({ name, text }));
  return [...files, { name: "comparison.md", text: markdownOf(groups, title, plots) }];
}

/** `accuracy.svg`; of more than five groups `accuracy-1.svg`, `accuracy-2.svg`. */
function curvePlots(groups: readonly RunGroup[]): Plot[] {
  const figures = groupFigures(groups);
  const ids = new Set(figures.map(({ id }) => id));
  return figures.flatMap(({ id, title, sentence, drawing, lines }) => {
    if (drawing === null) return [];
    const kind = id.replace(/-\d+$/, "");
    const name = `${ids.has(`${kind}-2`) ? id : kind}.svg`;
    return { name, title, sentence, text: standalone({ title, drawing, key: lines }) };
  });
}

function labelPlots(groups: readonly RunGroup[]): Plot[] {
  const names = new Set<string>();
  return labelMaps(groups).map(({ words, title, sentence, drawing }) => {
    let name = `labels-${words}.svg`;
    for (let i = 2; names.has(name); i++) name = `labels-${words}-${i}.svg`;
    names.add(name);
    return { name, title, sentence, text: standalone({ title, drawing, key: [] }) };
  });
}

function markdownOf(groups: readonly RunGroup[], title: string, plots: readonly Plot[]): string {
  const table = resultTable(groups);
  return [
    `# ${markdownText(title)}\n`,
    `${markdownText(table.caption)}:\n`,
    markdownTable(table),
    ...cautions(groups).map((text) => `* ${markdownText(text)}\n`),
    ...plots.map(
      ({ name, title: of, sentence }) =>
        `![${markdownText(of)}](${name})\n\n${markdownText(sentence)}\n`,
    ),
  ].join("\n");
}
