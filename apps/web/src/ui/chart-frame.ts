// Where things lie in the accuracy chart: pure arithmetic, in pixels.

import { t } from "../i18n/en/room.ts";
import type { Curve, CurvePoint } from "../state/curve.ts";
import { percent } from "../state/format.ts";
import type { Size } from "./use-size.ts";

export interface ChartFrame extends Size {
  textSize: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** Radius of a mark. */
  mark: number;
  x: (round: number) => number;
  y: (share: number) => number;
  yTicks: number[];
  mostTicks: number;
}

/** How far above its point a name is written that has no room beside it, in sizes of a letter. */
const ABOVE = 0.75;

/** Above 100 % there is room for a name. */
export function chartFrame({ width, height }: Size, curve: Curve, textSize: number): ChartFrame {
  const left = Math.round(textSize * 3.9);
  const right = width - Math.round(textSize * 0.75);
  const top = Math.round(textSize * (ABOVE + 1));
  const bottom = height - Math.round(textSize * 1.8);
  const inner = left + textSize * 0.75;
  const steps = Math.max(1, curve.lastRound - 1);
  return {
    ...{ width, height, textSize, left, right, top, bottom },
    mark: textSize / 4,
    x: (round) => inner + ((round - 1) / steps) * (right - inner - textSize * 0.5),
    y: (share) => bottom - share * (bottom - top),
    yTicks: bottom - top > textSize * 9 ? [0, 0.25, 0.5, 0.75, 1] : [0, 0.5, 1],
    mostTicks: Math.max(2, Math.floor((right - left) / (textSize * 2.5))),
  };
}

export interface EndLabel {
  kind: "group" | "mine";
  text: string;
  x: number;
  y: number;
  anchor: "start" | "end";
}

const names = { group: "group", mine: "you" } as const;

/** Each line is named at its newest point that stands; two names keep a line's distance from each other. */
export function endLabels(frame: ChartFrame, curve: Curve): EndLabel[] {
  const labels = (["group", "mine"] as const)
    .map((kind) => endLabel(frame, curve, kind))
    .filter((label) => label !== null);
  const [first, second] = labels;
  if (first && second) keepApart(first, second, frame);
  return labels;
}

function endLabel(frame: ChartFrame, curve: Curve, kind: "group" | "mine"): EndLabel | null {
  const isNamed = (point: CurvePoint) => kind === "mine" || !point.isTakenBack;
  const last = curve.points.findLast((point) => point[kind] !== null && isNamed(point));
  const value = last?.[kind] ?? null;
  if (last === undefined || value === null) return null;
  const text = t(names[kind], { accuracy: percent(value) });
  const { textSize, right, x, y } = frame;
  const at = x(last.round) + textSize * 0.75;
  const fits = at + text.length * textSize * 0.56 <= right;
  return fits
    ? { kind, text, x: at, y: y(value) + textSize * 0.35, anchor: "start" }
    : { kind, text, x: right, y: y(value) - textSize * ABOVE, anchor: "end" };
}

function keepApart(first: EndLabel, second: EndLabel, { textSize, bottom }: ChartFrame): void {
  const gap = textSize * 1.25;
  if (Math.abs(first.y - second.y) >= gap) return;
  const [upper, lower] = first.y <= second.y ? [first, second] : [second, first];
  const middle = (upper.y + lower.y) / 2;
  upper.y = Math.min(Math.max(textSize, middle - gap / 2), bottom + textSize * 0.35 - gap);
  lower.y = upper.y + gap;
}
