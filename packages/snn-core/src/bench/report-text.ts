// A report's figures as lines for a terminal. Missing is a dash.

import type { TuningReport } from "../engine/tuner/tuning-report.ts";
import type { Ceiling } from "./ceiling.ts";
import type { Spread } from "./paired.ts";
import type { FallbackRow, KernelRow, StepRow } from "./report.ts";

const MISSING = "-";

/** Three digits that count: "0.0123", "4.56", "789". */
export function digits(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return MISSING;
  if (value === 0) return "0";
  const whole = Math.floor(Math.log10(Math.abs(value))) + 1;
  return value.toFixed(Math.max(0, Math.min(6, 3 - whole)));
}

/** A share of 0 to 1 in percent. */
export const percentText = (share: number | null): string =>
  share === null ? MISSING : `${digits(100 * share)} %`;

/** Bytes in megabytes. */
export const megabytesText = (bytes: number | null): string =>
  bytes === null ? MISSING : `${digits(bytes / 1e6)} MB`;

/** "4.6 (4.1 to 5)" */
export const spreadText = (spread: Spread | null): string =>
  spread === null
    ? MISSING
    : `${digits(spread.median)} (${digits(spread.min)} to ${digits(spread.max)})`;

/** The ceilings in words, a line each. */
export function ceilingLines(ceiling: Ceiling): string[] {
  const { gflops, variant, size, triedCopies, copyBytes } = ceiling;
  const copies = triedCopies.map((t) => `${digits(t.gigabytesPerSecond)} GB/s by ${t.name}`);
  return [
    `matrix product: ${digits(gflops)} GFLOP/s (${variant}; ${size} x ${size})`,
    `copy: ${copies.join("; ")}; ${megabytesText(copyBytes)}`,
  ];
}

/** What the tuner tried, in words. */
export function tuningLines({ tried, ms }: TuningReport): string[] {
  if (tried.length === 0) return ["kernel variants: as handed in"];
  const line = (one: TuningReport["tried"][number]) => {
    const time = one.problem === null ? `${digits(one.ms)} ms` : `REFUSED: ${one.problem}`;
    return `  ${one.isChosen ? "*" : " "} ${one.kernel}: ${one.variant}: ${time}`;
  };
  return [`kernel variants, tried in ${digits(ms / 1000)} s:`, ...tried.map(line)];
}

/** One kernel in words. */
export function kernelLines(row: KernelRow): string[] {
  if (row.problem !== null) {
    const error = row.error === null ? "" : ` (relative error ${row.error.toExponential(1)})`;
    return [row.name, `  NOT TIMED: ${row.problem}${error}`];
  }
  const share = `${percentText(row.ceilingShare)} of the matrix product`;
  const bandwidth = `${percentText(row.bandwidthShare)} of the copy`;
  return [
    row.name,
    `  ${digits(row.ms)} ms, ${digits(row.gflops)} GFLOP/s: ${share}, ${bandwidth}`,
    `  ${row.baseline}: ${digits(row.tfjsMs)} ms; ${ratioText(row)}`,
  ];
}

/** One model's training step in words. */
export const stepLines = (row: StepRow): string[] => linesOf("step", row);

/** One model's judging of a batch in words. */
export const evaluationLines = (row: StepRow): string[] => linesOf("evaluation", row);

function linesOf(what: string, row: StepRow): string[] {
  const title = `${what} of ${row.preset}, T = ${row.timesteps}, batch ${row.batch}`;
  if (row.problem !== null) return [title, `  NOT TIMED: ${row.problem}`];
  const { tfjs } = row;
  const rate = `${digits(row.imagesPerSecond)} images/s`;
  const speed = `${digits(row.gflops)} GFLOP/s: ${percentText(row.ceilingShare)} of the matrix product`;
  const lines = [
    title,
    `  ${rate}, ${speed}; ${row.dispatches ?? MISSING} dispatches, ${megabytesText(row.peakBytes)}`,
  ];
  if (tfjs !== null) {
    const cost = `${tfjs.dispatches} dispatches, ${megabytesText(tfjs.peakBytes)}`;
    const batch = `tfjs ops, batch ${tfjs.batch}`;
    lines.push(`  ${batch}: ${digits(tfjs.imagesPerSecond)} images/s; ${cost}; ${ratioText(row)}`);
  }
  return row.note === null ? lines : [...lines, `  ${row.note}`];
}

function ratioText(row: Pick<KernelRow, "ratio" | "cpuRatio" | "pairs">): string {
  const cpu = row.cpuRatio === null ? "" : `, ${spreadText(row.cpuRatio)} in processor time`;
  return `${spreadText(row.ratio)} times faster${cpu} (pairs: ${row.pairs})`;
}

/** A step on the processor in words. */
export function fallbackLines(row: FallbackRow): string[] {
  const title = `step of ${row.preset}, T = ${row.timesteps}, batch ${row.batch}, on the processor`;
  if (row.problem !== null) return [title, `  NOT TIMED: ${row.problem}`];
  const tfjs = `tfjs ops on wasm: ${digits(row.tfjs?.imagesPerSecond ?? null)} images/s`;
  return [
    title,
    `  ${row.executor}, one thread: ${digits(row.imagesPerSecond)} images/s`,
    `  ${tfjs}; ${ratioText(row)}`,
  ];
}
