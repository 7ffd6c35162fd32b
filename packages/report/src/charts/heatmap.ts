// A matrix of counts as squares, darker (in dark: brighter) for more; small ones with their numbers.

import { formatCount } from "@spikefed/fl-core";

import { type Drawing, lines, markup, type Markup } from "../page/markup.ts";
import { HEAT_STEPS } from "../page/tokens.ts";
import { shortened, textWidth } from "./axis.ts";
import { drawingOf, NARROW, type Shape } from "./fitted.ts";

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
const NAME = { wide: 18, narrow: 12 };
/** More columns or rows than these have small squares without numbers. */
const NUMBERED = { columns: 20, rows: 60 };

/** Below squares without numbers: all steps of colour beside each other, `left` is behind them. */
const KEY = { height: 30, words: 20, from: 50, step: 18, left: 50 + (HEAT_STEPS + 1) * 18 + 8 };

/** 0 for nothing, then fifths of `full`. */
export function heatStep(value: number, full: number): number {
  if (value <= 0 || full <= 0) return 0;
  return Math.min(HEAT_STEPS, Math.max(1, Math.ceil((value / full) * HEAT_STEPS - 1e-9)));
}

export function heatmap(map: Heatmap): Drawing {
  const { id, title, fullWords, columns } = map;
  const description = `${map.description} Full colour is ${fullWords}.`;
  const narrow = columns.length > NUMBERED.columns ? null : partsIn(map, narrowLayout(map));
  return drawingOf({ id, title, description }, "map", partsIn(map, layout(map)), narrow);
}

function partsIn(map: Heatmap, box: Box): Shape {
  const { rows, columns } = map;
  const parts = markup`<text class="strong" x="0" y="${TEXT}">${map.rowTitle}</text><text class="strong" x="${box.left}" y="${TEXT}">${map.columnTitle}</text>
${columns.map((name, i) => columnName(name, i, box))}
${rows.map((name, i) => rowName(name, i, box))}
${lines(squares(map, box))}
${lines(numbers(map, box))}
${box.hasNumbers ? null : colourKey(map, box)}`;
  return { parts, width: box.width, height: box.height };
}

interface Box {
  width: number;
  height: number;
  left: number;
  top: number;
  /** Width and height of a cell. */
  cell: { width: number; height: number };
  hasNumbers: boolean;
  /** Letters of a name. */
  letters: number;
  /** Words of the colours' key are below it, not behind. */
  isKeyHigh: boolean;
  /** A name is written at every so many rows and columns. */
  everyRow: number;
  everyColumn: number;
}

const canHaveNumbers = ({ rows, columns }: Heatmap): boolean =>
  columns.length <= NUMBERED.columns && rows.length <= NUMBERED.rows;

/** Of the longest number. */
const numberWidth = ({ values }: Heatmap): number =>
  8.2 * Math.max(1, ...values.flat().map((value) => formatCount(value).length));

/** Names of columns stand upright. */
function margins({ rows, columns, rowTitle }: Heatmap, letters: number) {
  const nameWidth = (names: readonly string[]) =>
    Math.max(0, ...names.map((name) => textWidth(shortened(name, letters), TEXT)));
  const left = Math.round(Math.max(nameWidth(rows), textWidth(rowTitle, TEXT)) + 12);
  return { left, top: Math.round(TEXT * 2 + nameWidth(columns)), letters };
}

/** As wide as a phone's card: the squares are what room there is, and have numbers that fit. */
function narrowLayout(map: Heatmap): Box {
  const { rows, columns } = map;
  const { left, top, letters } = margins(map, NAME.narrow);
  const width = Math.min(40, Math.floor((10 * (NARROW - left - 2)) / columns.length) / 10);
  const hasNumbers = canHaveNumbers(map) && numberWidth(map) + 1 <= width;
  const isShort = rows.length <= NUMBERED.rows;
  const cell = { width, height: isShort ? Math.min(26, Math.max(18, width)) : 12 };
  const key = hasNumbers ? 0 : KEY.height + KEY.words;
  return {
    ...{ left, top, letters, cell, hasNumbers, isKeyHigh: true },
    ...{ everyRow: isShort ? 1 : 2, everyColumn: width < 15 ? 2 : 1 },
    ...{ width: NARROW, height: top + rows.length * cell.height + 2 + key },
  };
}

function layout(map: Heatmap): Box {
  const { rows, columns, fullWords } = map;
  const hasNumbers = canHaveNumbers(map);
  const cell = hasNumbers
    ? { width: Math.max(34, Math.round(numberWidth(map) + 10)), height: 26 }
    : { width: 12, height: 12 };
  const { left, top, letters } = margins(map, NAME.wide);
  return {
    ...{ left, top, letters, cell, hasNumbers, isKeyHigh: false },
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

function columnName(name: string, i: number, box: Box): Markup | null {
  const { left, top, cell, everyColumn, letters } = box;
  if (i % everyColumn !== 0) return null;
  const x = left + (i + 0.5) * cell.width + TEXT * 0.35;
  return markup`<text transform="translate(${x} ${top - 6}) rotate(-90)">${shortened(name, letters)}</text>`;
}

function rowName(name: string, i: number, box: Box): Markup | null {
  const { left, top, cell, everyRow, letters } = box;
  if (i % everyRow !== 0) return null;
  const y = top + (i + 0.5) * cell.height + TEXT * 0.35;
  return markup`<text x="${left - 8}" y="${y}" text-anchor="end">${shortened(name, letters)}</text>`;
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

function colourKey({ fullWords }: Heatmap, { height, isKeyHigh }: Box): Markup {
  const top = height - KEY.step - 4 - (isKeyHigh ? KEY.words : 0);
  const squares = Array.from({ length: HEAT_STEPS + 1 }, (_, step) => {
    const x = KEY.from + step * KEY.step;
    return markup`<rect class="cell h${step}" x="${x}" y="${top}" width="${KEY.step}" height="${KEY.step}"/>`;
  });
  const y = top + KEY.step / 2 + TEXT * 0.35;
  const words = isKeyHigh
    ? markup`<text x="${KEY.left - 8}" y="${y + KEY.words}" text-anchor="end">${fullWords}</text>`
    : markup`<text x="${KEY.left}" y="${y}">${fullWords}</text>`;
  return markup`<text x="0" y="${y}">none</text>${squares}${words}`;
}
