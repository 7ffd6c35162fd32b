// The roofline: how fast work may be, given how many operations it does with each byte. Where things
// lie in the plot is computed here, in pixels; who draws it only copies. Pure.

/** What an adapter does at most. */
export interface Roof {
  gflops: number;
  gigabytesPerSecond: number;
}

/** Kind of a kernel: which mark a plot gives it. */
export type MarkKind = "forward" | "input-gradient" | "filter-gradient" | "neurons" | "other";

/** A kernel in the plot: operations a byte, and how fast it was. */
export interface RooflinePoint {
  name: string;
  kind: MarkKind;
  /** Floating-point operations a byte. */
  intensity: number;
  gflops: number;
}

/** Rows that were timed, as points. */
export const rooflinePoints = (rows: readonly TimedRow[]): RooflinePoint[] =>
  rows.flatMap(({ name, kind, flops, bytes, gflops }) =>
    gflops === null ? [] : [{ name, kind, intensity: flops / bytes, gflops }],
  );

interface TimedRow {
  name: string;
  kind: MarkKind;
  flops: number;
  bytes: number;
  /** null: not timed. */
  gflops: number | null;
}

/** GFLOP/s that the roof allows at `intensity` FLOP/byte. */
export const rooflineLimit = ({ gflops, gigabytesPerSecond }: Roof, intensity: number): number =>
  Math.min(gflops, gigabytesPerSecond * intensity);

/** FLOP/byte where the roof becomes flat. */
export const ridge = ({ gflops, gigabytesPerSecond }: Roof): number => gflops / gigabytesPerSecond;

export interface Tick {
  at: number;
  label: string;
}

/** Axes, roof and labels of a plot, in its units. */
export interface RooflineFrame {
  width: number;
  height: number;
  textSize: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** Powers of ten. */
  xTicks: Tick[];
  yTicks: Tick[];
  /** Corners of the roof, from left to right. */
  roof: { x: number; y: number }[];
  marks: { x: number; y: number; kind: MarkKind; name: string }[];
}

export interface RooflineSize {
  width: number;
  height: number;
  textSize: number;
}

/** Both axes are logarithmic and span whole powers of ten. */
export function rooflineFrame(
  roof: Roof,
  points: readonly RooflinePoint[],
  { width, height, textSize }: RooflineSize,
): RooflineFrame {
  const [x, y] = spansOf(roof, points);
  const longest = Math.max(...labelsOf(y).map((label) => label.length));
  const box = {
    left: Math.round(textSize * (0.6 * longest + 0.8)),
    // Half of the last label lies beyond.
    right: width - Math.round(textSize * 2),
    // The vertical axis is named above its highest label.
    top: Math.round(textSize * 2.2),
    bottom: height - Math.round(textSize * 3.2),
  };
  const place = axis(x, box.left, box.right);
  const rise = axis(y, box.bottom, box.top);
  const corner = Math.min(10 ** x[1], Math.max(10 ** x[0], ridge(roof)));
  const at = (intensity: number) => ({
    x: place(intensity),
    y: rise(Math.max(10 ** y[0], rooflineLimit(roof, intensity))),
  });
  // The slope leaves the plot at the bottom where it would begin below the lowest line.
  const start = Math.max(10 ** x[0], 10 ** y[0] / roof.gigabytesPerSecond);
  return {
    ...{ width, height, textSize, ...box },
    xTicks: ticks(x, place),
    yTicks: ticks(y, rise),
    roof: [at(start), at(corner), at(10 ** x[1])],
    marks: points.map(({ intensity, gflops, kind, name }) => ({
      ...{ x: place(intensity), y: rise(gflops), kind, name },
    })),
  };
}

type Span = [from: number, to: number];

/** Exponents of ten around all points and the roof's corner. */
function spansOf(roof: Roof, points: readonly RooflinePoint[]): [Span, Span] {
  const xs = [...points.map(({ intensity }) => intensity), ridge(roof)];
  const ys = [...points.map(({ gflops }) => gflops), roof.gflops];
  return [span(xs), span(ys)];
}

function span(values: readonly number[]): Span {
  const logs = values.filter((value) => value > 0).map(Math.log10);
  const [from, to] = [Math.floor(Math.min(...logs)), Math.ceil(Math.max(...logs))];
  return [from, Math.max(to, from + 1)];
}

const axis =
  ([from, to]: Span, start: number, end: number) =>
  (value: number): number =>
    start + ((Math.log10(value) - from) / (to - from)) * (end - start);

function ticks(span: Span, place: (value: number) => number): Tick[] {
  return labelsOf(span).map((label, i) => ({ at: place(10 ** (span[0] + i)), label }));
}

const labelsOf = ([from, to]: Span): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => {
    const value = 10 ** (from + i);
    return value >= 1 ? value.toLocaleString("en") : String(value);
  });

/** Those of the ticks of a horizontal axis whose labels have room beside each other. */
export function shownTicks(all: readonly Tick[], textSize: number): Tick[] {
  const [first, second] = all;
  if (first === undefined || second === undefined) return [...all];
  const widest = Math.max(...all.map(({ label }) => label.length)) * textSize * 0.6;
  const every = Math.ceil((widest + textSize * 0.6) / (second.at - first.at));
  return all.filter((_, i) => i % every === 0);
}
