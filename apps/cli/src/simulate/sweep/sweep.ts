// The runs of a sweep as processes, until each is over.

import type { ChildProcess } from "node:child_process";

import { type Build, isSameBuild } from "../build.ts";
import type { SweepRun } from "./sweep-plan.ts";
import { startChild } from "./child-run.ts";
import { isFinished, lastAccuracy, manifestIn } from "./finished.ts";
import { runQueue } from "../../queue/run-queue.ts";
import { type Ending, endingLine } from "./sweep-lines.ts";

export interface SweepOptions {
  jobs: number;
  /** This one: a run that another has finished says so. */
  build: Build;
  /** Of the command line, for each run. */
  wordsOf: (run: SweepRun) => string[];
  say: (line: string) => void;
  /** Aborted: no run begins any more, those that run are told and waited for. */
  signal: AbortSignal;
}

/** @returns the runs that failed. */
export async function sweep(runs: readonly SweepRun[], options: SweepOptions): Promise<SweepRun[]> {
  const { jobs, say, signal } = options;
  const children = new Set<ChildProcess>();
  signal.addEventListener("abort", () => children.forEach((child) => child.kill("SIGINT")));
  const failed: SweepRun[] = [];
  const tookMs: number[] = [];
  let done = 0;
  await runQueue(
    runs,
    jobs,
    () => signal.aborted,
    async (run) => {
      const ending = await endingOf(run, options, children);
      if (signal.aborted && ending.type === "failed") return;
      done += 1;
      if (ending.type === "finished") tookMs.push(ending.ms);
      if (ending.type === "failed") failed.push(run);
      say(endingLine(run.name, ending, { done, total: runs.length, jobs, tookMs }));
    },
  );
  return failed;
}

async function endingOf(
  run: SweepRun,
  { build, wordsOf }: SweepOptions,
  children: Set<ChildProcess>,
): Promise<Ending> {
  const { folder, experiment } = run;
  const manifest = await manifestIn(folder);
  if (await isFinished(folder, manifest, experiment)) {
    const isOther = !(manifest?.builds ?? []).every((one) => isSameBuild(one, build));
    return { type: "skipped", accuracy: await lastAccuracy(folder), byOtherBuild: isOther };
  }
  const startMs = performance.now();
  const { child, ended } = startChild(wordsOf(run));
  children.add(child);
  const { code, last } = await ended;
  children.delete(child);
  if (code !== 0) return { type: "failed", code, last };
  const ms = performance.now() - startMs;
  return { type: "finished", accuracy: await lastAccuracy(folder), ms };
}
