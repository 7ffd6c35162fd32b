// `npm run bench -- [--quick] [--require] [--json FILE]`: our kernels and steps beside tfjs's, on each adapter.

import { writeFile } from "node:fs/promises";

import {
  type BenchEvent,
  type BenchReport,
  ceilingLines,
  evaluationLines,
  fallbackLines,
  kernelLines,
  rooflineSvg,
  stepLines,
  tuningLines,
  withEvent,
} from "@spikefed/snn-core/bench-figures";
import type { Command } from "commander";

import { type Adapter, listAdapters, runSelf } from "../adapters/adapters.ts";
import { benchHere, type Mode } from "./here.ts";
import { type Progress, tellProgress } from "./progress.ts";
import { shortcomings } from "./requirements.ts";

const WORKER_COMMAND = "bench-here";

interface Options {
  quick?: boolean;
  check?: boolean;
  require?: boolean;
  json?: string;
  adapter?: string;
}

interface Measured {
  adapter: Adapter;
  report: BenchReport;
}

export function addBench(program: Command): void {
  program
    .command("bench")
    .description("time our kernels and training steps beside tfjs's ops, on each WebGPU adapter")
    .option("--quick", "two pairs, fewer shapes, no tfjs step of vgg9")
    .option("--json <file>", "write the figures to a file, too, and the roofline beside it as SVG")
    .option("--adapter <name>", "only this one: lavapipe, swiftshader or system")
    .option("--require", "exit code 1 when a row lies under its bar, and each such row by name")
    .option("--check", "only the losses of two fixed training steps, as JSON")
    .action(bench);
  program
    .command(WORKER_COMMAND, { hidden: true })
    .argument("<mode>")
    .action(async (mode: Mode) => {
      await benchHere(mode);
      process.exit(0); // Dawn keeps the process alive
    });
}

/**
 * Exit code 0: all was measured; 1: something went wrong on an adapter, or a requirement is not met;
 * 2: there is no adapter, or the options do not fit together.
 */
async function bench(options: Options): Promise<void> {
  const { quick = false, check = false, json } = options;
  if (options.require && (quick || check)) {
    process.stderr.write("--require needs the whole benchmark: leave out --quick and --check.\n");
    process.exitCode = 2;
    return;
  }
  const adapters = listAdapters(process.env).filter(
    ({ name }) => options.adapter === undefined || name === options.adapter,
  );
  const mode = check ? "check" : quick ? "quick" : "full";
  const measured: Measured[] = [];
  for (const adapter of adapters) {
    const report = await benchOn(adapter, mode);
    if (report !== null) measured.push({ adapter, report });
  }
  if (measured.length === 0) {
    process.stderr.write("Nothing ran: there is no WebGPU adapter here.\n");
    process.exitCode = 2;
    return;
  }
  if (check) process.stdout.write(`${JSON.stringify({ checks: checksOf(measured) })}\n`);
  if (json !== undefined) await writeReports(json, measured);
  if (options.require) for (const one of measured) judge(one);
}

/** Names what lies under its bar. */
function judge({ adapter, report }: Measured): void {
  const short = shortcomings(report);
  if (short.length === 0) return void process.stdout.write(`${adapter.name}: every bar is met\n`);
  const lines = short.map((line) => `UNDER THE BAR: ${line}\n`);
  process.stdout.write(`\n${adapter.name}:\n${lines.join("")}`);
  process.exitCode = 1;
}

const checksOf = (measured: readonly Measured[]) =>
  measured.map(({ adapter, report }) => ({
    name: adapter.name,
    ...report.check,
    adapter: report.adapter,
  }));

/** One adapter in a process of its own; what it told before it died counts. */
async function benchOn(adapter: Adapter, mode: Mode): Promise<BenchReport | null> {
  const progress = tellProgress({
    out: (text) => (mode === "check" ? process.stderr : process.stdout).write(text),
    err: (text) => process.stderr.write(text),
    isTerminal: process.stderr.isTTY,
    clock: () => performance.now(),
  });
  let report: BenchReport | null = null;
  const hear = (line: string) => {
    if (!line.startsWith("{")) return;
    const event = JSON.parse(line) as BenchEvent;
    report = withEvent(report, event);
    tell(progress, adapter, event);
  };
  const { code, signal, stderr } = await runSelf([WORKER_COMMAND, mode], adapter.env, hear);
  progress.stop();
  if (code !== 0) {
    process.stderr.write(`${adapter.name}: stopped (${signal ?? `exit ${code}`})\n${stderr}\n`);
    process.exitCode = 1;
  }
  return report;
}

function tell(progress: Progress, { name }: Adapter, event: BenchEvent): void {
  switch (event.type) {
    case "start": {
      const kind = event.isSoftware ? ", software: its figures are not those of a GPU" : "";
      return progress.lines([`\n${name}: ${event.adapter}${kind}`]);
    }
    case "progress":
      return progress.now(`${event.done + 1} of ${event.total}: ${event.text}`);
    case "check":
      return progress.lines([`losses of the check: ${event.losses.join(", ")}`]);
    case "ceiling":
      return progress.lines(ceilingLines(event.ceiling));
    case "tuning":
      return progress.lines(tuningLines(event.report));
    case "kernel":
      return progress.lines(kernelLines(event.row));
    case "step":
      return progress.lines(stepLines(event.row));
    case "evaluation":
      return progress.lines(evaluationLines(event.row));
    case "fallback":
      return progress.lines(fallbackLines(event.row));
  }
}

/**
 * The first adapter's report, the others' in `otherAdapters`; each one's roofline in an SVG file:
 * `x.json` gives `x.svg`, `x.swiftshader.svg`.
 */
async function writeReports(file: string, measured: readonly Measured[]): Promise<void> {
  const [first, ...others] = measured.map(({ report }) => report);
  const all = { ...first, otherAdapters: others };
  await writeFile(file, `${JSON.stringify(all, null, 2)}\n`);
  const stem = file.replace(/\.json$/, "");
  for (const [index, { adapter, report }] of measured.entries()) {
    const svg = rooflineSvg(report);
    const name = index === 0 ? `${stem}.svg` : `${stem}.${adapter.name}.svg`;
    if (svg !== null) await writeFile(name, svg);
  }
}
