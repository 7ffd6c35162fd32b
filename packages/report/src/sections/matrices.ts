// Two matrices: which client holds which classes, and what the model takes for what.

import { formatCount, plural } from "@spikefed/fl-core";

import { heatmap } from "../charts/heatmap.ts";
import type { ReportData } from "../data/report-data.ts";
import { isolated } from "../data/names.ts";
import type { Drawing, Markup } from "../page/markup.ts";
import { figure, missingLine, paragraph, section, type Table } from "../page/table.ts";
import { modelWords, percentText } from "../page/words.ts";
import { ALL_OF_CLASS, answerTable, matrixTable } from "./matrix-table.ts";

export function labelSection(data: ReportData): Markup {
  const { labelCounts } = data;
  const content =
    labelCounts === null || labelCounts.length === 0
      ? noLabels(data)
      : figure({ ...labelMap(data, labelCounts), id: "label-counts" });
  return section("labels", "Who holds which pictures", [content]);
}

const noLabels = ({ labelsElsewhere: place }: ReportData): Markup =>
  place === null
    ? missingLine("Pictures of each class at each client")
    : paragraph(`Pictures of each class at each client are left out here: ${place} shows them.`);

export interface LabelMap {
  title: string;
  sentence: string;
  drawing: Drawing;
  table: Table;
}

/** @param id Of the drawing, once a page. */
export function labelMap(data: ReportData, counts: number[][], id = "label-chart"): LabelMap {
  const { classes } = data.dataset;
  const rows = counts.map((_, shard) => shardName(data, shard));
  const most = Math.max(1, ...counts.flat());
  const sentence = labelSentence(counts);
  const title = "Training pictures of each class in each share";
  return {
    ...{ title, sentence },
    drawing: heatmap({
      ...{ id, title },
      description: sentence,
      ...{ rowTitle: "share", columnTitle: "class", rows, columns: classes, values: counts },
      ...{ full: () => most, fullWords: plural(most, "picture") },
    }),
    table: matrixTable({
      ...{ caption: "Pictures of each class in each share", corner: "Share" },
      ...{ rows, columns: classes, values: counts },
    }),
  };
}

/** Which shard, and who held it last. */
function shardName({ clients }: ReportData, shard: number): string {
  const holder = clients.findLast((client) => client.shard === shard);
  return holder === undefined ? `Share ${shard + 1}` : holder.name;
}

function labelSentence(counts: readonly (readonly number[])[]): string {
  const sizes = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const kinds = counts.map((row) => row.filter((count) => count > 0).length);
  const most = counts.map((row, i) => Math.max(0, ...row) / Math.max(1, sizes[i]!));
  const mean = (values: readonly number[]) =>
    values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  return (
    `A share holds ${rangeText(sizes, "picture")} of ${rangeText(kinds, "class", "classes")}; ` +
    `its largest class is ${percentText(mean(most))} of it on average.`
  );
}

/** (64, 80) as "64 to 80 pictures"; (64, 64) as "64 pictures". */
function rangeText(counts: readonly number[], noun: string, nouns = `${noun}s`): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const from = least === most ? "" : `${formatCount(least)} to `;
  return `${from}${formatCount(most)} ${most === 1 ? noun : nouns}`;
}

export function confusionSection(data: ReportData): Markup {
  const { confusion } = data;
  const content =
    confusion === null ? missingLine("The confusion matrix") : confusionFigure(data, confusion);
  return section("confusion", "What the model takes for what", [content]);
}

function confusionFigure({ dataset, figuresRound }: ReportData, confusion: number[][]): Markup {
  const { classes } = dataset;
  const title = `Answers of ${modelWords(figuresRound)} by true class`;
  const sums = confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
  const sentence = confusionSentence(confusion, sums, classes);
  return figure({
    ...{ id: "confusion-matrix", title, sentence },
    drawing: heatmap({
      ...{ id: "confusion-chart", title },
      description: sentence,
      ...{ rowTitle: "truth", columnTitle: "answer", rows: classes, columns: classes },
      values: confusion,
      ...{ full: (row: number) => sums[row]!, fullWords: ALL_OF_CLASS },
    }),
    table: answerTable("Answers (columns) by true class (rows)", classes, confusion),
  });
}

function confusionSentence(
  confusion: readonly (readonly number[])[],
  sums: readonly number[],
  classes: readonly string[],
): string {
  const cells = confusion.flatMap((row, truth) =>
    row.map((count, answer) => ({ truth, answer, count })),
  );
  const total = sums.reduce((sum, count) => sum + count, 0);
  const right = cells.reduce((sum, cell) => sum + (cell.truth === cell.answer ? cell.count : 0), 0);
  const wrong = cells.filter((cell) => cell.truth !== cell.answer && cell.count > 0);
  const told = `${formatCount(right)} of ${formatCount(total)} answers are right.`;
  if (wrong.length === 0) return told;
  const worst = wrong.reduce((a, b) => (b.count > a.count ? b : a));
  const name = (index: number) => isolated(classes[index] ?? String(index));
  return `${told} The most frequent mistake: ${name(worst.truth)} taken for ${name(worst.answer)}, ${formatCount(worst.count)} times.`;
}
