// The roofline as an SVG file that stands alone: its colours follow the reader's light or dark.

import type { BenchReport } from "./report.ts";
import { type MarkKind, type RooflineFrame, rooflineFrame, rooflinePoints } from "./roofline.ts";

const SIZE = { width: 880, height: 520, textSize: 14 };

/** What a mark stands for, in the plot's legend. */
export const markNames: Record<MarkKind, string> = {
  forward: "convolution of spikes",
  "input-gradient": "gradient of the input",
  "filter-gradient": "gradient of the filter",
  neurons: "norm and LIF",
  other: "the rest",
};
const kinds = Object.keys(markNames) as MarkKind[];

/** Path of a mark of radius `r` around the origin: disc, square, triangle, diamond, bar. */
export function markPath(kind: MarkKind, r: number): string {
  switch (kind) {
    case "forward":
      return `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
    case "input-gradient":
      return `M${-r} ${-r}h${2 * r}v${2 * r}h${-2 * r}z`;
    case "filter-gradient":
      return `M0 ${-1.2 * r}L${1.2 * r} ${r}H${-1.2 * r}z`;
    case "neurons":
      return `M0 ${-1.4 * r}L${1.4 * r} 0L0 ${1.4 * r}L${-1.4 * r} 0z`;
    case "other":
      return `M${-1.2 * r} ${-0.5 * r}h${2.4 * r}v${r}h${-2.4 * r}z`;
  }
}

const style = `
  :root { color-scheme: light dark; }
  svg { background: light-dark(#fff, #14171f); font-family: system-ui, sans-serif; }
  text { fill: light-dark(#4b5463, #aeb7c6); }
  .grid { stroke: light-dark(#dce1e8, #2f3746); }
  .roof { fill: none; stroke: light-dark(#171b24, #eef1f6); stroke-width: 2; }
  .mark { stroke: light-dark(#fff, #14171f); }
  .forward { fill: light-dark(#0072b2, #56b4e9); }
  .input-gradient { fill: light-dark(#c95700, #e69f00); }
  .filter-gradient { fill: light-dark(#007a58, #2fbf92); }
  .neurons { fill: light-dark(#626c7c, #96a0b2); }
  .other { fill: light-dark(#171b24, #eef1f6); }`;

/** null before the ceilings are known. */
export function rooflineSvg(report: BenchReport): string | null {
  const { ceiling, kernels, adapter, isSoftware } = report;
  if (ceiling === null) return null;
  const frame = rooflineFrame(ceiling, rooflinePoints(kernels), SIZE);
  const { width, height, textSize } = frame;
  const title = `Roofline of ${adapter}${isSoftware ? ", a software adapter" : ""}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-size="${textSize}" role="img">
<title>${escaped(title)}</title>
<style>${style}</style>
${axes(frame)}
<polyline class="roof" points="${frame.roof.map(({ x, y }) => `${x},${y}`).join(" ")}"/>
${frame.marks.map(({ x, y, kind, name }) => mark(x, y, kind, name)).join("\n")}
${legend(frame)}
</svg>
`;
}

function axes({ xTicks, yTicks, left, right, top, bottom, textSize }: RooflineFrame): string {
  const columns = xTicks.map(
    ({ at, label }) =>
      `<line class="grid" x1="${at}" x2="${at}" y1="${top}" y2="${bottom}"/><text x="${at}" y="${bottom + textSize * 1.4}" text-anchor="middle">${label}</text>`,
  );
  const rows = yTicks.map(
    ({ at, label }) =>
      `<line class="grid" x1="${left}" x2="${right}" y1="${at}" y2="${at}"/><text x="${left - 8}" y="${at + textSize * 0.35}" text-anchor="end">${label}</text>`,
  );
  const names = `<text x="${right}" y="${bottom + textSize * 2.8}" text-anchor="end">FLOP/byte</text><text x="4" y="${textSize}">GFLOP/s</text>`;
  return [...columns, ...rows, names].join("\n");
}

const mark = (x: number, y: number, kind: MarkKind, name: string) =>
  `<path class="mark ${kind}" transform="translate(${x} ${y})" d="${markPath(kind, 6)}"><title>${escaped(name)}</title></path>`;

function legend({ left, bottom, textSize }: RooflineFrame): string {
  const y = bottom + textSize * 2.8;
  const gap = 155;
  return kinds
    .map((kind, i) => {
      const x = left + i * gap;
      const text = `<text x="${x + 12}" y="${y}">${markNames[kind]}</text>`;
      return mark(x, y - textSize * 0.35, kind, markNames[kind]) + text;
    })
    .join("\n");
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
