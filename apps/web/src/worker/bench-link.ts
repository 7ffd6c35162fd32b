// The page's end of the benchmark's worker: one worker a run, ended with it.

import { type ReadonlySignal, signal } from "@preact/signals";
import { workerProblem } from "../state/bench-problem.ts";
import {
  type BenchMessage,
  type BenchMode,
  type BenchRun,
  startedRun,
  stoppedRun,
  withMessage,
} from "../state/bench-run.ts";

export interface BenchLink {
  /** null: nothing has run yet. */
  run: ReadonlySignal<BenchRun | null>;
  /** Begins anew; what was measured before is gone. */
  start: (mode: BenchMode) => void;
  /** Ends the worker at once; what was measured stays. */
  stop: () => void;
}

export function benchLink(now: () => number): BenchLink {
  const run = signal<BenchRun | null>(null);
  let worker: Worker | null = null;
  const end = () => {
    worker?.terminate();
    worker = null;
  };
  const hear = (message: BenchMessage) => {
    if (run.value !== null) run.value = withMessage(run.value, message, now());
    if (message.type !== "event") end();
  };
  return {
    run,
    start: (mode) => {
      end();
      run.value = startedRun(mode, now());
      worker = openWorker(hear);
      worker.postMessage(mode);
    },
    stop: () => {
      end();
      if (run.value !== null) run.value = stoppedRun(run.value, now());
    },
  };
}

function openWorker(hear: (message: BenchMessage) => void): Worker {
  const worker = new Worker(new URL("bench.worker.ts", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }: MessageEvent<BenchMessage>) => hear(data);
  worker.onerror = ({ message }) => hear({ type: "failed", problem: workerProblem(message) });
  return worker;
}
