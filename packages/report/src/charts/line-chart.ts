// Lines over rounds as SVG, each with its band, named at its end. Missing values leave a gap.

import { type Drawing, lines as linesOf, markup, type Markup } from "../page/markup.ts";
import { at } from "./axis.ts";
import { drawingOf, type Shape } from "./fitted.ts";
import {
  type EndLabel,
  endLabels,
  type Frame,
  frameOf,
  KEY_ROW,
  ruleNameY,
  TEXT,
} from "./line-frame.ts";
import { lineSample } from "./line-key.ts";
import { dashOf, shapeOf } from "./marks.ts";

export interface ChartPoint {
  round: number;
  /** null: not measured, a gap. */
  value: number | null;
  /** Ends of the interval; null: none. */
  low: number | null;
  high: number | null;
}

export interface ChartLine {
  name: string;
  points: readonly ChartPoint[];
}

export interface LineChart {
  /** Of the drawing's title and description; once a page. */
  id: string;
  title: string;
  /** For who does not see it. */
  description: string;
  /** What the vertical axis counts. */
  unit: string;
  words: (value: number) => string;
  /** At most five. */
  lines: readonly ChartLine[];
  /** A level to compare with. */
  rule: { name: string; value: number } | null;
  lastRound: number;
  /** The vertical axis reaches at least here. */
  least?: number;
}

/** Above this many points a line has no marks. */
const MARKED = 60;

/** null when no line has a value. */
export function lineChart(chart: LineChart): Drawing | null {
  const [wide, narrow] = [frameOf(chart), frameOf(chart, "narrow")];
  if (wide === null || narrow === null) return null;
  return drawingOf(chart, "chart", partsIn(chart, wide), partsIn(chart, narrow));
}

function partsIn(chart: LineChart, frame: Frame): Shape {
  const parts = markup`${axes(chart, frame)}
${chart.lines.map((line, i) => band(line, i, frame))}
${rule(chart, frame)}
${linesOf(chart.lines.map((line, i) => drawn(line, i, frame)))}
${endLabels(chart, frame).map((label) => lineName(label, frame))}`;
  return { parts, width: frame.width, height: frame.height };
}

/** In a narrow chart there is no room behind the lines: their names are rows above it. */
function lineName({ line, text, x, y }: EndLabel, { isNarrow }: Frame): Markup {
  if (!isNarrow) return markup`<text class="strong halo" x="${at(x)}" y="${at(y)}">${text}</text>`;
  return markup`<g transform="translate(0 ${line * KEY_ROW})">${lineSample(line)}<text class="strong" x="40" y="11">${text}</text></g>`;
}

function axes({ unit, words }: LineChart, frame: Frame): Markup {
  const { left, right, top, bottom, x, y, yTicks, xTicks } = frame;
  const rows = yTicks.map(
    (value) =>
      markup`<line class="grid" x1="${left}" x2="${right}" y1="${at(y(value))}" y2="${at(y(value))}"/><text x="${left - 8}" y="${at(y(value) + TEXT * 0.35)}" text-anchor="end">${words(value)}</text>`,
  );
  const columns = xTicks.map(
    (round) =>
      markup`<text x="${at(x(round))}" y="${at(bottom + TEXT * 1.4)}" text-anchor="middle">${round}</text>`,
  );
  return markup`${rows}${columns}
<text x="4" y="${at(top - TEXT)}">${unit}</text><text x="${at((left + right) / 2)}" y="${at(bottom + TEXT * 2.9)}" text-anchor="middle">round</text>`;
}

function rule(chart: LineChart, frame: Frame): Markup | null {
  if (chart.rule === null) return null;
  const { left, right, y } = frame;
  const level = at(y(chart.rule.value));
  return markup`<line class="rule" x1="${left}" x2="${right}" y1="${level}" y2="${level}"/><text class="rule-name halo" x="${right}" y="${at(ruleNameY(frame, chart.rule.value))}" text-anchor="end">${chart.rule.name}</text>`;
}

function drawn(line: ChartLine, i: number, { x, y }: Frame): Markup {
  const parts = segments(line.points).map((points) => {
    const places = points.map(({ round, value }) => `${at(x(round))},${at(y(value))}`);
    const isMarked = points.length === 1 || line.points.length <= MARKED;
    const marks = isMarked
      ? places.map((place) => {
          const [dx, dy] = place.split(",");
          return markup`<path class="f${i}" transform="translate(${dx!} ${dy!})" d="${shapeOf(i, 3.5)}"/>`;
        })
      : [];
    return markup`<polyline class="line l${i}" stroke-dasharray="${dashOf(i)}" points="${places.join(" ")}"/>${marks}`;
  });
  return markup`<g>${parts}</g>`;
}

interface Measured {
  round: number;
  value: number;
  low: number | null;
  high: number | null;
}

/** Neighbours that were measured, so that no line crosses a gap. */
function segments(points: readonly ChartPoint[]): Measured[][] {
  const parts: Measured[][] = [[]];
  for (const { round, value, low, high } of points) {
    if (value === null) parts.push([]);
    else parts.at(-1)!.push({ round, value, low, high });
  }
  return parts.filter((part) => part.length > 0);
}

/** A point without neighbours has its interval as an upright line. */
function band(line: ChartLine, i: number, { x, y }: Frame): (Markup | null)[] {
  return segments(line.points).map((points) => {
    const whole = points.flatMap(({ round, low, high }) =>
      low === null || high === null
        ? []
        : [{ x: at(x(round)), low: at(y(low)), high: at(y(high)) }],
    );
    const [only] = whole;
    if (only === undefined) return null;
    if (whole.length === 1) {
      return markup`<line class="l${i}" x1="${only.x}" x2="${only.x}" y1="${only.low}" y2="${only.high}"/>`;
    }
    const there = whole.map((point) => `${point.x} ${point.high}`);
    const back = whole.map((point) => `${point.x} ${point.low}`).reverse();
    return markup`<path class="band f${i}" d="M${[...there, ...back].join("L")}z"/>`;
  });
}
