// A benchmark run as the page shows it: a fold of what its worker tells.

import {
  type BenchEvent,
  type BenchPhase,
  type BenchReport,
  withEvent,
} from "@spikefed/snn-core/bench-figures";
import type { Problem } from "../ui/notice.tsx";

/** `check`: only the losses of two fixed steps. */
export type BenchMode = "quick" | "full" | "check";

export type BenchMessage =
  { type: "event"; event: BenchEvent } | { type: "done" } | { type: "failed"; problem: Problem };

export interface BenchRun {
  mode: BenchMode;
  outcome: "running" | "done" | "stopped" | "failed";
  startedMs: number;
  endedMs: number | null;
  /** null: the code still loads. */
  phase: BenchPhase | null;
  /** What runs now. */
  text: string;
  /** Parts that are finished, and all of them; 0 of 0 before they are known. */
  done: number;
  total: number;
  report: BenchReport | null;
  problem: Problem | null;
}

export function startedRun(mode: BenchMode, startedMs: number): BenchRun {
  const nothing = { phase: null, text: "", done: 0, total: 0, report: null, problem: null };
  return { mode, outcome: "running", startedMs, endedMs: null, ...nothing };
}

/** The run behind a message; one that has ended hears nothing any more. */
export function withMessage(run: BenchRun, message: BenchMessage, atMs: number): BenchRun {
  if (run.outcome !== "running") return run;
  switch (message.type) {
    case "event":
      return withBenchEvent(run, message.event);
    case "done":
      return { ...run, outcome: "done", endedMs: atMs, done: run.total };
    case "failed":
      return { ...run, outcome: "failed", endedMs: atMs, problem: message.problem };
  }
}

function withBenchEvent(run: BenchRun, event: BenchEvent): BenchRun {
  if (event.type === "progress") {
    const { phase, text, done, total } = event;
    return { ...run, phase, text, done, total };
  }
  const done = event.type === "start" ? run.done : run.done + 1;
  return { ...run, done, report: withEvent(run.report, event) };
}

/** What was measured stays. */
export function stoppedRun(run: BenchRun, atMs: number): BenchRun {
  return run.outcome === "running" ? { ...run, outcome: "stopped", endedMs: atMs } : run;
}

/** The report as a file, with what a reader must know of the run; null: there is none yet. */
export function benchJson({ report, ...run }: BenchRun, browser: string): string | null {
  if (report === null) return null;
  const { outcome, mode, done, total, problem } = run;
  const where = { browser, run: { mode, outcome, done, total, problem } };
  return `${JSON.stringify({ ...report, ...where }, null, 2)}\n`;
}

/** "spikefed-bench-apple-metal-3": without what file systems refuse. */
export function benchFileName({ adapter }: BenchReport): string {
  const words = adapter.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return ["spikefed-bench", ...words].join("-").slice(0, 60).replace(/-$/, "");
}
