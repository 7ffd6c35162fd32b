// The accuracy curve, drawn as SVG so that it takes its colours from the theme. Beside it always a
// sentence; the table of the same numbers is `NumbersTable`.

import { useRef } from "preact/hooks";
import { t } from "../i18n/en/room.ts";
import { curveSentence, type Curve } from "../state/curve.ts";
import { percent } from "../state/format.ts";
import { chartFrame, endLabels, type ChartFrame } from "./chart-frame.ts";
import { useSize } from "./use-size.ts";
import { roundTicks, segments, type CurvePoint } from "../state/curve.ts";
import "./accuracy-chart.css";

export interface AccuracyChartProps {
  curve: Curve;
  /** Size of the letters, px; a projector needs 28. */
  textSize?: number;
}

export function AccuracyChart({ curve, textSize = 16 }: AccuracyChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  return (
    <div class="chart" ref={box} role="img" aria-label={curveSentence(curve)}>
      {size === null || size.width < 40 ? null : (
        <ChartDrawing frame={chartFrame(size, curve, textSize)} curve={curve} />
      )}
    </div>
  );
}

function ChartDrawing({ frame, curve }: { frame: ChartFrame; curve: Curve }) {
  const { width, height, textSize } = frame;
  const marked = curve.points.length <= 60;
  return (
    <svg width={width} height={height} font-size={textSize} aria-hidden="true">
      <Axes frame={frame} curve={curve} />
      <Line frame={frame} points={curve.points} kind="mine" marked={marked} />
      <Line frame={frame} points={curve.points} kind="group" marked={marked} />
      {endLabels(frame, curve).map(({ kind, x, y, anchor, text }) => (
        <text key={kind} class={`end ${kind}`} x={x} y={y} text-anchor={anchor}>
          {text}
        </text>
      ))}
    </svg>
  );
}

function Axes({ frame, curve }: { frame: ChartFrame; curve: Curve }) {
  const { left, right, bottom, textSize, x, y, yTicks, mostTicks } = frame;
  const guess = y(curve.guessing);
  return (
    <g>
      {yTicks.map((share) => (
        <g key={share}>
          <line class="grid" x1={left} x2={right} y1={y(share)} y2={y(share)} />
          <text class="tick" x={left - 8} y={y(share) + textSize * 0.35} text-anchor="end">
            {percent(share, 0)}
          </text>
        </g>
      ))}
      {roundTicks(curve.lastRound, mostTicks).map((round) => (
        <text
          key={round}
          class="tick"
          x={x(round)}
          y={bottom + textSize * 1.4}
          text-anchor="middle"
        >
          {round}
        </text>
      ))}
      <line class="guess" x1={left} x2={right} y1={guess} y2={guess} />
      <text class="guess-label" x={right} y={guess + textSize * 1.1} text-anchor="end">
        {t("guessing")}
      </text>
    </g>
  );
}

interface LineProps {
  frame: ChartFrame;
  points: readonly CurvePoint[];
  kind: "group" | "mine";
  marked: boolean;
}

function Line({ frame: { x, y, mark }, points, kind, marked }: LineProps) {
  const isGroup = kind === "group";
  const drawn = isGroup ? points.filter(({ isSkipped }) => !isSkipped) : points;
  const back = points.filter((point) => isGroup && point.isTakenBack).map((point) => point.round);
  return (
    <g class={kind}>
      {segments(drawn, (point) => point[kind]).map((line) => (
        <g key={line[0]?.round}>
          <polyline points={line.map(({ round, value }) => `${x(round)},${y(value)}`).join(" ")} />
          {line
            .filter(({ round }) => marked || line.length === 1 || back.includes(round))
            .map(({ round, value }) => (
              <circle
                key={round}
                class={back.includes(round) ? "back" : ""}
                cx={x(round)}
                cy={y(value)}
                r={isGroup ? mark : mark - 1}
              />
            ))}
        </g>
      ))}
    </g>
  );
}
