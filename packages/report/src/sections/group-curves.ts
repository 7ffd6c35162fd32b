// Curves of groups of runs: the mean over runs, and the band of its interval.

import { digits } from "@spikefed/snn-core/bench-figures";

import { type LineChart, lineChart } from "../charts/line-chart.ts";
import { lineKey, type NamedLine, shortNames } from "../charts/line-key.ts";
import {
  accuracyPoints,
  deviationPoints,
  type GroupPoint,
  hasValidation,
  lossPoints,
  type RunGroup,
  validationPoints,
} from "../data/comparison.ts";
import { type Drawing, markup, type Markup } from "../page/markup.ts";
import { figure, section, type Table } from "../page/table.ts";
import { LINES } from "../page/tokens.ts";
import {
  countText,
  deviationText,
  intervalText,
  lossText,
  NOT_MEASURED,
  percentText,
} from "../page/words.ts";

export function groupCurves(groups: readonly RunGroup[]): Markup {
  return section("curves", "Accuracy, loss and deviation", [
    markup`<p>A line is the mean over the runs of a group. Its band is the 95 % interval of that mean (Student’s t); for a group of one run it is the Wilson interval of that run’s accuracy. Model deviation is FedSNN’s, the mean over the clients of a round: how far their work took them from the model they started from. It grows with the number of tensors, so it compares runs of one network.</p>`,
    ...groupFigures(groups).map(({ lines, ...rest }) => figure({ ...rest, key: lineKey(lines) })),
  ]);
}

export interface CurveFigure {
  /** Of the page, once: `accuracy-1`. */
  id: string;
  title: string;
  sentence: string;
  /** null: nothing was measured. */
  drawing: Drawing | null;
  lines: readonly NamedLine[];
  table: Table;
}

/** Each curve of the comparison, five groups at a time. */
export const groupFigures = (groups: readonly RunGroup[]): CurveFigure[] =>
  kindsOf(groups).flatMap((kind) => figuresOf(kind, groups));

function kindsOf(groups: readonly RunGroup[]): Kind[] {
  const validation = hasValidation(groups) ? [validationKind] : [];
  return [accuracyKind, ...validation, lossKind, deviationKind];
}

interface Kind {
  id: string;
  title: string;
  unit: string;
  points: (group: RunGroup) => GroupPoint[];
  /** On the axis, and in the table. */
  axis: (value: number) => string;
  words: (value: number | null) => string;
}

const accuracyKind: Kind = {
  ...{ id: "accuracy", title: "Accuracy by round", unit: "accuracy", points: accuracyPoints },
  axis: (share) => `${Math.round(100 * share)} %`,
  words: percentText,
};
/** Only where some run keeps validation pictures. */
const validationKind: Kind = {
  ...{ id: "validation", title: "Accuracy on validation pictures by round", unit: "accuracy" },
  points: validationPoints,
  axis: accuracyKind.axis,
  words: percentText,
};
const lossKind: Kind = {
  ...{ id: "loss", title: "Loss on held-out pictures by round", unit: "nats", points: lossPoints },
  axis: (loss) => loss.toFixed(2),
  words: lossText,
};

const deviationKind: Kind = {
  ...{ id: "deviation", title: "Model deviation by round", unit: "deviation" },
  points: deviationPoints,
  axis: digits,
  words: deviationText,
};

interface Curve extends NamedLine {
  points: GroupPoint[];
}

/** No more than five lines in one chart; all charts have one scale. */
function figuresOf(kind: Kind, groups: readonly RunGroup[]): CurveFigure[] {
  const names = shortNames(groups.map(({ label }) => label));
  const curves = groups.map((group, i) => ({ ...names[i]!, points: kind.points(group) }));
  const points = curves.flatMap((curve) => curve.points);
  const scale = {
    least: Math.max(0, ...points.map(({ mean }) => mean ?? 0)),
    lastRound: Math.max(1, ...points.map(({ round }) => round)),
  };
  const count = Math.ceil(curves.length / LINES);
  return Array.from({ length: count }, (_, i) => {
    const part = curves.slice(i * LINES, (i + 1) * LINES);
    const number = count === 1 ? "" : `, ${i + 1} of ${count}`;
    return curveFigure(
      { ...kind, id: `${kind.id}-${i + 1}`, title: kind.title + number },
      part,
      scale,
    );
  });
}

function curveFigure(
  kind: Kind,
  curves: readonly Curve[],
  scale: Pick<LineChart, "lastRound"> & { least: number },
): CurveFigure {
  const { id, title, unit, axis } = kind;
  const sentence = curves.map((curve) => curveSentence(kind, curve)).join(" ");
  const lines = curves.map(({ short, points }) => ({
    name: short,
    points: points.map(({ round, mean, interval }) => ({
      ...{ round, value: mean, low: interval?.low ?? null, high: interval?.high ?? null },
    })),
  }));
  return {
    ...{ id, title, sentence },
    drawing: lineChart({
      ...{ id: `${id}-chart`, title, description: sentence, unit, lines, rule: null },
      ...{ words: axis, ...scale },
    }),
    lines: curves,
    table: { caption: title, columns, rows: curves.flatMap((curve) => rowsOf(kind, curve)) },
  };
}

const columns = [
  { title: "Group", kind: "words" as const },
  ...["Round", "Mean", "95 % interval", "Runs"].map((title) => ({
    title,
    kind: "number" as const,
  })),
];

const rowsOf = ({ words }: Kind, { label, points }: Curve) =>
  points.map(({ round, mean, interval, runs }) => [
    markup`<bdi>${label}</bdi>`,
    ...[round, words(mean), intervalText(interval, words), countText(runs)],
  ]);

function curveSentence({ words }: Kind, { label, points }: Curve): string {
  const last = points.findLast(({ mean }) => mean !== null);
  if (last === undefined) return `${label}: ${NOT_MEASURED}.`;
  return `${label}: ${words(last.mean)} in round ${last.round}.`;
}
