// The roofline as SVG in the page, so that it takes its colours from the theme. Its text twin is the
// table of kernels.

import {
  type BenchReport,
  type Ceiling,
  type KernelRow,
  type MarkKind,
  markNames,
  markPath,
  type RooflineFrame,
  rooflineFrame,
  rooflinePoints,
  shownTicks,
} from "@spikefed/snn-core/bench-figures";
import { useRef } from "preact/hooks";
import { rooflineSentence } from "../../state/roofline-words.ts";
import { useSize } from "../../ui/use-size.ts";

const kinds = Object.keys(markNames) as MarkKind[];

export interface RooflineProps {
  report: BenchReport;
  /** Why there is no plot. */
  missing: string;
}

export function Roofline({ report: { ceiling, kernels }, missing }: RooflineProps) {
  return (
    <section class="panel stack" aria-labelledby="roofline-title">
      <h2 id="roofline-title">Roofline</h2>
      {ceiling === null ? (
        <p class="quiet">{missing}</p>
      ) : (
        <>
          <Plot ceiling={ceiling} kernels={kernels} />
          <Legend />
          <p class="quiet">{rooflineSentence(ceiling, kernels)}</p>
        </>
      )}
    </section>
  );
}

function Plot({ ceiling, kernels }: { ceiling: Ceiling; kernels: readonly KernelRow[] }) {
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const label = `Roofline. ${rooflineSentence(ceiling, kernels)}`;
  return (
    <div class="roofline" ref={box} role="img" aria-label={label}>
      {size === null || size.width < 40 ? null : (
        <Drawing
          frame={rooflineFrame(ceiling, rooflinePoints(kernels), {
            ...size,
            textSize: size.width < 480 ? 13 : 16,
          })}
        />
      )}
    </div>
  );
}

function Drawing({ frame }: { frame: RooflineFrame }) {
  const { width, height, textSize, roof, marks } = frame;
  return (
    <svg width={width} height={height} font-size={textSize} aria-hidden="true">
      <Axes frame={frame} />
      <polyline class="roof" points={roof.map(({ x, y }) => `${x},${y}`).join(" ")} />
      {marks.map(({ x, y, kind, name }, index) => (
        <path
          key={index}
          class={`mark ${kind}`}
          transform={`translate(${x} ${y})`}
          d={markPath(kind, 6)}
        >
          <title>{name}</title>
        </path>
      ))}
    </svg>
  );
}

function Axes({ frame }: { frame: RooflineFrame }) {
  const { left, right, top, bottom, textSize, xTicks, yTicks } = frame;
  const shown = shownTicks(xTicks, textSize);
  return (
    <g>
      {xTicks.map(({ at }) => (
        <line key={at} class="grid" x1={at} x2={at} y1={top} y2={bottom} />
      ))}
      {shown.map(({ at, label }) => (
        <text key={at} x={at} y={bottom + textSize * 1.4} text-anchor="middle">
          {label}
        </text>
      ))}
      {yTicks.map(({ at, label }) => (
        <g key={at}>
          <line class="grid" x1={left} x2={right} y1={at} y2={at} />
          <text x={left - 8} y={at + textSize * 0.35} text-anchor="end">
            {label}
          </text>
        </g>
      ))}
      <text x={right} y={bottom + textSize * 2.8} text-anchor="end">
        FLOP/byte
      </text>
      <text x={0} y={textSize}>
        GFLOP/s
      </text>
    </g>
  );
}

function Legend() {
  return (
    <ul class="roofline-legend">
      {kinds.map((kind) => (
        <li key={kind}>
          <svg
            class="roofline-key"
            width="20"
            height="20"
            viewBox="-10 -10 20 20"
            aria-hidden="true"
          >
            <path class={`mark ${kind}`} d={markPath(kind, 6)} />
          </svg>
          {markNames[kind]}
        </li>
      ))}
    </ul>
  );
}
