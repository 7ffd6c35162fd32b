// A matrix of counts as squares, darker (in dark: brighter) for more; small ones with their numbers.

import { formatCount } from "@spikefed/fl-core";

import { type Drawing, lines, markup, type Markup } from "../page/markup.ts";
import { HEAT_STEPS } from "../page/tokens.ts";
import { shortened, textWidth } from "./axis.ts";

export interface Heatmap {
  id: string;
  title: string;
  description: string;
  /** What rows and columns are. */
  rowTitle: string;
  columnTitle: string;
  rows: readonly string[];
  columns: readonly string[];
  /** `[rows][columns]`, none below 0. */
  values: readonly (readonly number[])[];
  /** What full colour stands for, of each row; and in words: "80 pictures". */
  full: (row: number) => number;
  fullWords: string;
}

const TEXT = 14;
/** Letters of a row's or column's name. */
const NAME = 18;
/** More columns or rows than these have small squares without numbers. */
const NUMBERED = { columns: 20, rows: 60 };

/** Below squares without numbers: all steps of colour beside each other, `left` is behind them. */
const KEY = { height: 30, from: 50, step: 18, left: 50 + (HEAT_STEPS + 1) * 18 + 8 };

/** 0 for nothing, then fifths of `full`. */
export function heatStep(value: number, full: number): number {
  if (value <= 0 || full <= 0) return 0;
  return Math.min(HEAT_STEPS, Math.max(1, Math.ceil((value / full) * HEAT_STEPS - 1e-9)));
}

export function heatmap(map: Heatmap): Drawing {
  const { id, title, description, rows, columns, fullWords } = map;
  const box = layout(map);
  const { html } =
    markup`<svg viewBox="0 0 ${box.width} ${box.height}" width="${box.width}" height="${box.height}" font-size="${TEXT}" role="img" aria-labelledby="${id}-name" aria-describedby="${id}-words">
<title id="${id}-name">${title}</title>
<desc id="${id}-words">${description} Full colour is ${fullWords}.</desc>
<text class="strong" x="0" y="${TEXT}">${map.rowTitle}</text><text class="strong" x="${box.left}" y="${TEXT}">${map.columnTitle}</text>
${columns.map((name, i) => columnName(name, i, box))}
${rows.map((name, i) => rowName(name, i, box))}
${lines(squares(map, box))}
${lines(numbers(map, box))}
${box.hasNumbers ? null : colourKey(map, box)}
</svg>`;
  return { html, width: box.width, height: box.height };
}

interface Box {
  width: number;
  height: number;
  left: number;
  top: number;
  /** Width and height of a cell. */
  cell: { width: number; height: number };
  hasNumbers: boolean;
  /** A name is written at every so many rows and columns. */
  everyRow: number;
  everyColumn: number;
}

function layout({ rows, columns, values, rowTitle, fullWords }: Heatmap): Box {
  const hasNumbers = columns.length <= NUMBERED.columns && rows.length <= NUMBERED.rows;
  const longest = Math.max(1, ...values.flat().map((value) => formatCount(value).length));
  const cell = hasNumbers
    ? { width: Math.max(34, Math.round(longest * 8.2 + 10)), height: 26 }
    : { width: 12, height: 12 };
  const nameWidth = (names: readonly string[]) =>
    Math.max(0, ...names.map((name) => textWidth(shortened(name, NAME), TEXT)));
  const left = Math.round(Math.max(nameWidth(rows), textWidth(rowTitle, TEXT)) + 12);
  // Names of columns stand upright.
  const top = Math.round(TEXT * 2 + nameWidth(columns));
  return {
    ...{ left, top, cell, hasNumbers },
    everyRow: hasNumbers ? 1 : 2,
    everyColumn: hasNumbers ? 1 : 2,
    width: Math.max(
      left + columns.length * cell.width + 2,
      left + 200,
      hasNumbers ? 0 : Math.ceil(KEY.left + textWidth(fullWords, TEXT)),
    ),
    height: top + rows.length * cell.height + 2 + (hasNumbers ? 0 : KEY.height),
  };
}

function columnName(name: string, i: number, { left, top, cell, everyColumn }: Box): Markup | null {
  if (i % everyColumn !== 0) return null;
  const x = left + (i + 0.5) * cell.width + TEXT * 0.35;
  return markup`<text transform="translate(${x} ${top - 6}) rotate(-90)">${shortened(name, NAME)}</text>`;
}

function rowName(name: string, i: number, { left, top, cell, everyRow }: Box): Markup | null {
  if (i % everyRow !== 0) return null;
  const y = top + (i + 0.5) * cell.height + TEXT * 0.35;
  return markup`<text x="${left - 8}" y="${y}" text-anchor="end">${shortened(name, NAME)}</text>`;
}

/** All squares of one step as one path: a thousand rows stay a small file. */
function squares({ values, full }: Heatmap, { left, top, cell }: Box): Markup[] {
  const places = Array.from({ length: HEAT_STEPS + 1 }, (): string[] => []);
  values.forEach((row, i) =>
    row.forEach((value, j) => {
      const place = `M${left + j * cell.width} ${top + i * cell.height}`;
      places[heatStep(value, full(i))]!.push(
        `${place}h${cell.width}v${cell.height}h-${cell.width}z`,
      );
    }),
  );
  return places.map((path, step) => markup`<path class="cell h${step}" d="${path.join("")}"/>`);
}

function numbers({ values, full }: Heatmap, { left, top, cell, hasNumbers }: Box): Markup[] {
  if (!hasNumbers) return [];
  return values.flatMap((row, i) =>
    row.flatMap((value, j) => {
      if (value === 0) return [];
      const x = left + (j + 0.5) * cell.width;
      const y = top + (i + 0.5) * cell.height + TEXT * 0.35;
      return markup`<text class="t${heatStep(value, full(i))}" x="${x}" y="${y}" text-anchor="middle">${formatCount(value)}</text>`;
    }),
  );
}

function colourKey({ fullWords }: Heatmap, { height }: Box): Markup {
  const top = height - KEY.step - 4;
  const squares = Array.from({ length: HEAT_STEPS + 1 }, (_, step) => {
    const x = KEY.from + step * KEY.step;
    return markup`<rect class="cell h${step}" x="${x}" y="${top}" width="${KEY.step}" height="${KEY.step}"/>`;
  });
  const y = top + KEY.step / 2 + TEXT * 0.35;
  return markup`<text x="0" y="${y}">none</text>${squares}<text x="${KEY.left}" y="${y}">${fullWords}</text>`;
}
