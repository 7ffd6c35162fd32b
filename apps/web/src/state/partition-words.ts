// How the pictures are dealt, as numbers for a drawing and in words.

import { t } from "../i18n/en/host.ts";
import { fixedText } from "../i18n/intl.ts";
import { percent } from "./format.ts";

/** Shards drawn in one picture; more would be thinner than a line. */
export const MOST_COLUMNS = 200;

export interface Cell {
  shard: number;
  label: number;
  /** Pictures of this class, as a share of the most that any shard has of any class; > 0. */
  strength: number;
}

/**
 * The cells that are not empty, of the first `MOST_COLUMNS` shards.
 *
 * @param labelCounts `[K][C]`
 */
export function cellsOf(labelCounts: readonly (readonly number[])[]): Cell[] {
  const shown = labelCounts.slice(0, MOST_COLUMNS);
  const most = Math.max(1, ...shown.flat());
  return shown.flatMap((row, shard) =>
    row.flatMap((n, label) => (n > 0 ? [{ shard, label, strength: n / most }] : [])),
  );
}

export interface PartitionFigures {
  smallest: number;
  largest: number;
  /** Means over the shards: share of a shard's largest class, and classes that it holds. */
  topShare: number;
  held: number;
}

/** Null: there is no shard with a picture. */
export function figuresOf(labelCounts: readonly (readonly number[])[]): PartitionFigures | null {
  const rows = labelCounts.filter((row) => sum(row) > 0);
  if (rows.length === 0) return null;
  const sizes = labelCounts.map(sum);
  const mean = (of: (row: readonly number[]) => number) => sum(rows.map(of)) / rows.length;
  return {
    smallest: Math.min(...sizes),
    largest: Math.max(...sizes),
    topShare: mean((row) => Math.max(...row) / sum(row)),
    held: mean((row) => row.filter((n) => n > 0).length),
  };
}

const sum = (values: readonly number[]) => values.reduce((total, n) => total + n, 0);

/** The drawing in one or two sentences. */
export function partitionSentence(labelCounts: readonly (readonly number[])[]): string {
  const figures = figuresOf(labelCounts);
  if (figures === null) return t("nothingDealt");
  const { smallest, largest, topShare, held } = figures;
  const size =
    smallest === largest
      ? t("sizeEach", { count: smallest })
      : t("sizesEach", { least: smallest, count: largest });
  const shares = t("sharesOf", { count: labelCounts.length, size });
  const values = { held: fixedText(held, 1), top: percent(topShare, 0) };
  return `${shares} ${t("onAverage", { ...values, count: labelCounts[0]?.length ?? 0 })}`;
}
