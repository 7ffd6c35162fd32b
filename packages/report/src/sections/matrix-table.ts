// The table of a matrix of counts. Runs in the page as well: the replay has one of each round.

import { formatCount } from "@spikefed/fl-core";

import { markup } from "../page/markup.ts";
import type { Table } from "../page/table.ts";

export interface MatrixTable {
  caption: string;
  /** What rows are. */
  corner: string;
  rows: readonly string[];
  columns: readonly string[];
  values: readonly (readonly number[])[];
}

export const matrixTable = ({ caption, corner, rows, columns, values }: MatrixTable): Table => ({
  caption,
  columns: [
    { title: corner, kind: "words" },
    ...columns.map((name) => ({ title: markup`<bdi>${name}</bdi>`, kind: "number" as const })),
  ],
  rows: values.map((row, i) => [
    markup`<bdi>${rows[i] ?? String(i)}</bdi>`,
    ...row.map((count) => formatCount(count)),
  ]),
});

/** What full colour is in a row of a confusion matrix. */
export const ALL_OF_CLASS = "all pictures of a class";

/** Of a confusion matrix. */
export const answerTable = (
  caption: string,
  classes: readonly string[],
  values: MatrixTable["values"],
): Table => matrixTable({ caption, corner: "Truth", rows: classes, columns: classes, values });
