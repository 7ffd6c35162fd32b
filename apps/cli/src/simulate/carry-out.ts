// A prepared run from its first line of the log, or from where it was cut off, to its report.

import { createHash } from "node:crypto";

import { plural } from "@spikefed/fl-core";
import type { RecordBook, RunLog } from "@spikefed/run-store";
import type { Executor } from "@spikefed/snn-core";

import { type Progress, tellProgress } from "../bench/progress.ts";
import type { Doing } from "./federation-options.ts";
import { federationOf } from "./federation-of.ts";
import type { Manifest } from "./manifest.ts";
import { openLog } from "./open-log.ts";
import { writeFigures, writeReport } from "./outputs.ts";
import { patientExecutor } from "./patient-executor.ts";
import type { PreparedRun } from "./prepare-run.ts";
import { judgedLine, progressLine, shareDone } from "./progress.ts";
import { type RunPlan, runPlan } from "./run-plan.ts";
import { saveSpikes } from "./save-spikes.ts";

export interface CarryOutOptions {
  signal: AbortSignal;
  /** Keep the spikes that the firing rates are counted from. */
  saveSpikes: boolean;
  /** Keep updates and models, for an audit. */
  keepUpdates: boolean;
}

/** @throws the signal's reason when it is aborted. */
export async function carryOut(run: PreparedRun, options: CarryOutOptions): Promise<void> {
  const { checked, folder, machine, executor, twin, manifest } = run;
  const patient = (own: Executor) => patientExecutor(own, options.signal);
  const plan = runPlan(checked, folder, patient(executor), twin && patient(twin));
  const progress = tellProgress({
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isTerminal: process.stderr.isTTY,
    clock: () => performance.now(),
  });
  try {
    const { dataset } = checked;
    progress.lines(openingLines(plan, dataset.source, run.sentence));
    const { device } = machine;
    const where = { plan, dataset, device: device.kind, runId: runIdOf(manifest), now: Date.now };
    const { log, records, warnings } = await openLog(where);
    progress.lines(warnings);
    const { signal, keepUpdates } = options;
    await federate(plan, { log, records, progress, manifest, signal, keepUpdates });
    progress.now("writing the report");
    await writeFigures(plan, log, manifest);
    const figures = await writeReport(plan, log, manifest);
    if (options.saveSpikes) await saveSpikes(plan, figures);
    progress.lines([`Done: ${folder.report}`]);
    await log.close();
    await records.close();
  } finally {
    progress.stop();
  }
}

function openingLines(plan: RunPlan, pictures: string, sentence: string): string[] {
  const { rounds, clients, participants } = plan.settings;
  return [
    `${plural(rounds, "round")} of ${participants ?? clients} of ${plural(clients, "client")} on ${pictures}. ${sentence}`,
    `Interrupt when you like: the same command with --resume goes on. Files: ${plan.folder.root}`,
  ];
}

/** The same for the same run: logs of two differ in their times and, for that, in their records. */
function runIdOf({ experiment, dataset }: Manifest): string {
  const text = JSON.stringify([experiment, dataset.sha256]);
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

interface Work extends Pick<CarryOutOptions, "signal" | "keepUpdates"> {
  log: RunLog;
  records: RecordBook;
  progress: Progress;
  manifest: Manifest;
}

async function federate(plan: RunPlan, work: Work): Promise<void> {
  const { log, records, progress, manifest, signal, keepUpdates } = work;
  const { rounds } = plan.settings;
  const startMs = performance.now();
  let before: number | null = null;
  const tell = (doing: Doing) => {
    before ??= shareDone(doing, rounds);
    const elapsedMs = performance.now() - startMs;
    progress.now(progressLine(doing, { elapsedMs, before, rounds }));
    if (doing.type === "judged") progress.lines([judgedLine(doing)]);
  };
  const onFigures = () => writeFigures(plan, log, manifest);
  const files = { log, records, keepUpdates };
  await federationOf({ plan, ...files, signal, tell, onFigures, now: Date.now }).run();
}
