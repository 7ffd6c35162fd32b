// Where things lie in a line chart: pure arithmetic, in the units of the drawing.

import { roundTicks, shortened, textWidth, valueTicks } from "./axis.ts";
import { NARROW } from "./fitted.ts";
import type { LineChart } from "./line-chart.ts";

const SIZES = { wide: { width: 640, height: 320 }, narrow: { width: NARROW, height: 240 } };
/** Height of a line's name above a narrow chart. */
export const KEY_ROW = 20;
/** Size of the letters. */
export const TEXT = 14;
/** Letters of a line's name at its end. */
export const NAME = 22;
/** From either end of the axis to the first and the last round's point. */
const INSET = 10;
/** Before a line's name. */
const NAME_GAP = 6;

export interface Frame {
  isNarrow: boolean;
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  x: (round: number) => number;
  /** Values beyond the axis lie on its end. */
  y: (value: number) => number;
  xTicks: number[];
  yTicks: number[];
}

/** null when no line has a value. */
export function frameOf(chart: LineChart, shape: keyof typeof SIZES = "wide"): Frame | null {
  const { lines, rule, words, lastRound, least = 0 } = chart;
  const points = lines.flatMap((line) => line.points);
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  if (values.length === 0) return null;
  const highest = Math.max(...values, rule?.value ?? 0, least);
  const ends = points.flatMap(({ high }) => (high === null ? [] : [high]));
  // An interval over few runs may reach far beyond what is possible: it is cut at twice the values.
  const yTicks = valueTicks(Math.max(highest, Math.min(Math.max(0, ...ends), 2 * highest)), 5);
  const most = yTicks.at(-1)!;
  const widest = Math.max(...yTicks.map((value) => textWidth(words(value), TEXT)));
  const names = lines.map((line) => textWidth(labelOf(line.name, chart, most), TEXT, "strong"));
  const isNarrow = shape === "narrow";
  const above = isNarrow ? lines.length * KEY_ROW : 0;
  const { width, height } = { ...SIZES[shape], height: SIZES[shape].height + above };
  const behind = isNarrow ? 0 : Math.max(...names) + 14;
  const [left, right] = [Math.round(widest + 14), Math.round(width - behind)];
  const [top, bottom] = [above + TEXT * 2.4, height - TEXT * 3.4];
  const span = Math.max(1, lastRound - 1);
  return {
    ...{ isNarrow, width, height, left, right, top, bottom, yTicks },
    x: (round) => left + INSET + ((round - 1) / span) * (right - left - 2 * INSET),
    y: (value) => bottom - (Math.min(most, Math.max(0, value)) / most) * (bottom - top),
    xTicks: roundTicks(lastRound, Math.floor((right - left) / 45)),
  };
}

const labelOf = (name: string, { words }: LineChart, value: number): string =>
  `${shortened(name, NAME)} ${words(value)}`.trim();

export interface EndLabel {
  /** Its place among the lines. */
  line: number;
  text: string;
  x: number;
  y: number;
}

/**
 * Each line is named at its newest value, behind the last point of all of them; names keep a line's
 * distance from each other.
 */
export function endLabels(chart: LineChart, frame: Frame): EndLabel[] {
  const ends = chart.lines.flatMap(({ name, points }, line) => {
    const last = points.findLast(({ value }) => value !== null);
    if (last === undefined || last.value === null) return [];
    const text = labelOf(name, chart, last.value);
    return [{ line, text, round: last.round, y: frame.y(last.value) + TEXT * 0.35 }];
  });
  const x = frame.x(Math.max(...ends.map(({ round }) => round))) + INSET + NAME_GAP;
  const labels = ends.map(({ line, text, y }): EndLabel => ({ line, text, x, y }));
  labels.sort((a, b) => a.y - b.y);
  keepApart(labels, frame.bottom);
  if (labels.some((label) => isOnRuleName(label, chart, frame))) {
    for (const label of labels) label.x = frame.right + NAME_GAP;
  }
  return labels;
}

/** Of a level's name, above the end of its line. */
export const ruleNameY = ({ y }: Frame, value: number): number => y(value) - TEXT * 0.4;

function isOnRuleName({ text, x, y }: EndLabel, { rule }: LineChart, frame: Frame): boolean {
  if (rule === null || x >= frame.right) return false;
  const start = frame.right - textWidth(rule.name, TEXT);
  const isBeside = x + textWidth(text, TEXT, "strong") < start - TEXT / 2;
  return !isBeside && Math.abs(y - ruleNameY(frame, rule.value)) < TEXT;
}

/** Down from the top, then up from the bottom where that went too far. */
function keepApart(labels: EndLabel[], bottom: number): void {
  const gap = TEXT * 1.25;
  labels.forEach((label, i) => {
    const above = labels[i - 1];
    if (above) label.y = Math.max(label.y, above.y + gap);
  });
  [...labels].reverse().forEach((label, i, reversed) => {
    const below = reversed[i - 1];
    label.y = Math.min(label.y, below ? below.y - gap : bottom + TEXT * 0.35);
  });
}
