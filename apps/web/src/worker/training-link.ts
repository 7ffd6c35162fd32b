// The page's end of the training worker: its messages as signals, the person's wishes as messages.

import { signal, type ReadonlySignal } from "@preact/signals";
import type { SpikeTrace, VolunteerSnapshot } from "@spikefed/volunteer";
import { t } from "../i18n/en/volunteer.ts";
import type { WorkingPace } from "../state/pace.ts";
import type { PlannedMemory } from "./planned-memory.ts";
import type { Identity } from "../state/identity.ts";
import type { RememberedChoice } from "../state/remembered-choice.ts";
import type { Compiled, ExecutorChoice, Failure, PageMessage, WorkerMessage } from "./messages.ts";

export interface TrainingLink {
  snapshot: ReadonlySignal<VolunteerSnapshot | null>;
  trace: ReadonlySignal<SpikeTrace | null>;
  choice: ReadonlySignal<ExecutorChoice | null>;
  preparing: ReadonlySignal<string>;
  compiled: ReadonlySignal<Compiled | null>;
  /** How hard it works now; null: not known yet. */
  pace: ReadonlySignal<WorkingPace | null>;
  /** The low battery has paused it, no person. */
  byBattery: ReadonlySignal<boolean>;
  /** What a step of the run's model needs; null: nothing plans it here. */
  memory: ReadonlySignal<PlannedMemory | null>;
  /** The network refuses WebSockets: everything comes by long polling. */
  isSlow: ReadonlySignal<boolean>;
  failure: ReadonlySignal<Failure | null>;
  send: (message: PageMessage) => void;
  /** Ends the worker, and with it the connection. */
  close: () => void;
}

export interface TrainingOptions {
  room: string;
  name: string;
  resume: Identity | null;
  executor: string | null;
  tuning: "auto" | "plain";
  remembered: RememberedChoice | null;
  onChoice: (choice: RememberedChoice) => void;
  /** null: the identity was given up. */
  onIdentity: (identity: Identity | null) => void;
}

export function startTraining({ onIdentity, onChoice, ...start }: TrainingOptions): TrainingLink {
  const worker = new Worker(new URL("train.worker.ts", import.meta.url), { type: "module" });
  const snapshot = signal<VolunteerSnapshot | null>(null);
  const trace = signal<SpikeTrace | null>(null);
  const choice = signal<ExecutorChoice | null>(null);
  const preparing = signal(t("loadingCode"));
  const compiled = signal<Compiled | null>(null);
  const pace = signal<WorkingPace | null>(null);
  const byBattery = signal(false);
  const memory = signal<PlannedMemory | null>(null);
  const isSlow = signal(false);
  const failure = signal<Failure | null>(null);
  const send = (message: PageMessage) => worker.postMessage(message);
  worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
    if (data.type === "preparing") preparing.value = t(data.step);
    else if (data.type === "compiling") compiled.value = data.compiled;
    else if (data.type === "executor") {
      choice.value = data.choice;
      onChoice(data.choice);
    } else if (data.type === "session") onIdentity(data.identity);
    else if (data.type === "snapshot") snapshot.value = data.snapshot;
    else if (data.type === "trace") trace.value = data.trace;
    else if (data.type === "pace") pace.value = data.pace;
    else if (data.type === "rest") byBattery.value = data.byBattery;
    else if (data.type === "memory") memory.value = data.memory;
    else if (data.type === "path") isSlow.value = data.isSlow;
    else failure.value = data.failure;
  };
  worker.onerror = (event) => {
    failure.value ??= workerFailure(event.message);
  };
  send({ type: "start", ...start });
  return {
    ...{ snapshot, trace, choice, preparing, compiled, pace, byBattery, memory, isSlow },
    ...{ failure, send },
    close: () => worker.terminate(),
  };
}

function workerFailure(message: string | undefined): Failure {
  return {
    code: "worker/failed",
    fact: message ? `the training code stopped: ${message}` : "the training code did not load",
    cure: "Reload the page. If it happens again, copy the details for the host.",
    retry: "now",
  };
}
