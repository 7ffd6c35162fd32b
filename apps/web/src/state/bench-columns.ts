// The columns of the benchmark's tables: a title with its unit, and how a row fills it.

import { digits, type KernelRow, type StepRow } from "@spikefed/snn-core/bench-figures";

export interface Column<Row> {
  title: string;
  /** null: a count, or a ratio. */
  unit: string | null;
  /** null: not measured. */
  cell: (row: Row) => string | null;
}

/** Neighbouring columns under one title; null: none. */
export interface ColumnGroup<Row> {
  title: string | null;
  columns: readonly Column<Row>[];
}

/** Three digits that count; large ones with commas. */
export function figure(value: number | null): string | null {
  if (value === null || !Number.isFinite(value)) return null;
  return Math.abs(value) < 1000 ? digits(value) : Math.round(value).toLocaleString("en");
}

const share = (value: number | null) => figure(value === null ? null : 100 * value);
const megabytes = (value: number | null) => figure(value === null ? null : value / 1e6);
const whole = (value: number | null) => value?.toLocaleString("en") ?? null;

type Ratios = Pick<KernelRow, "tfjsRatio" | "ratio">;

/** Medians of pairs run in turns, and how far the pairs lie apart. */
const ratioColumns: readonly Column<Ratios>[] = [
  { title: "Times as fast", unit: null, cell: ({ tfjsRatio }) => figure(tfjsRatio) },
  {
    title: "Its range",
    unit: null,
    cell: ({ ratio }) => ratio && `${figure(ratio.min)} to ${figure(ratio.max)}`,
  },
];

export const kernelGroups: readonly ColumnGroup<KernelRow>[] = [
  {
    title: "Ours",
    columns: [
      { title: "Time", unit: "ms", cell: ({ ms }) => figure(ms) },
      { title: "Speed", unit: "GFLOP/s", cell: ({ gflops }) => figure(gflops) },
      { title: "Of the product", unit: "%", cell: (row) => share(row.ceilingShare) },
      { title: "Of the copy", unit: "%", cell: (row) => share(row.bandwidthShare) },
      { title: "Of the roof", unit: "%", cell: (row) => share(row.rooflineShare) },
      { title: "Dispatches", unit: null, cell: ({ dispatches }) => whole(dispatches) },
    ],
  },
  {
    title: "Against tfjs",
    columns: [
      { title: "Time of tfjs", unit: "ms", cell: ({ tfjsMs }) => figure(tfjsMs) },
      ...ratioColumns,
    ],
  },
];

export const stepGroups: readonly ColumnGroup<StepRow>[] = [
  {
    title: "Ours",
    columns: [
      { title: "Speed", unit: "images/s", cell: (row) => figure(row.imagesPerSecond) },
      { title: "Time", unit: "ms", cell: ({ ms }) => figure(ms) },
      { title: "Work", unit: "GFLOP/s", cell: ({ gflops }) => figure(gflops) },
      { title: "Of the product", unit: "%", cell: (row) => share(row.ceilingShare) },
      { title: "Dispatches", unit: null, cell: ({ dispatches }) => whole(dispatches) },
      { title: "Peak", unit: "MB", cell: ({ peakBytes }) => megabytes(peakBytes) },
    ],
  },
  {
    title: "tfjs ops",
    columns: [
      {
        title: "Speed",
        unit: "images/s",
        cell: ({ tfjs }) => figure(tfjs?.imagesPerSecond ?? null),
      },
      { title: "Dispatches", unit: null, cell: ({ tfjs }) => whole(tfjs?.dispatches ?? null) },
      { title: "Peak", unit: "MB", cell: ({ tfjs }) => megabytes(tfjs?.peakBytes ?? null) },
    ],
  },
  { title: "Against tfjs", columns: ratioColumns },
];

/** Under a row's name: why it has no figures, or what they are held against. */
export function kernelNote({ problem, error, baseline }: KernelRow): string {
  if (problem === null) return `against ${baseline}`;
  return `Not timed: ${problem}${error === null ? "" : ` (relative error ${error.toExponential(1)})`}`;
}

/** null: nothing special. */
export const stepNote = ({ problem, note }: StepRow): string | null =>
  problem === null ? note : `Not timed: ${problem}`;
