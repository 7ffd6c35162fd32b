// The one mutable record of a session, and what of it is shown.

import { emptyView, type RunView } from "@spikefed/fl-core";
import type {
  ClientMessage,
  Device,
  ErrorReport,
  HelloAnswer,
  Pace,
  RosterEntry,
  Task,
} from "@spikefed/protocol";
import type { Executor, LabelledImages } from "@spikefed/snn-core";

import type { ConnectOptions, Resume, Socket, VolunteerOptions } from "./options.ts";
import type { VolunteerPhase, VolunteerSnapshot } from "./types.ts";
import { connecting } from "./connecting.ts";
import { createLock, type Lock } from "./lock.ts";
import type { FinishedUpdate } from "./upload.ts";
import { createRequest, type Request } from "./request.ts";
import type { Remainders } from "./remainder.ts";
import { isIn } from "./turn.ts";

export interface Session {
  readonly options: VolunteerOptions;
  readonly socket: Socket;
  /** How it connects when nothing else was said. */
  readonly usual: ConnectOptions;
  readonly request: Request;
  /** Held for each use of the executor: a training batch, a trace. */
  readonly lock: Lock;
  /** How often it was begun to say hello: a later one ends those before it. */
  greetings: number;
  /** Hello is answered on the present connection. */
  online: boolean;
  /** Hellos in a row that were refused since too many come; 0: none since one was answered. */
  crowded: number;
  /** The host has not said yet whether this device may come in. */
  atDoor: boolean;
  resume: Resume | null;
  runId: string | null;
  you: HelloAnswer["you"];
  view: RunView;
  /** What of the log is in `view`, for the next hello; null: nothing. */
  known: NonNullable<ClientMessage<"hello">["known"]> | null;
  roster: RosterEntry[];
  shard: { hash: string; images: LabelledImages } | null;
  trainer: { key: string; executor: Executor } | null;
  /** Of the model's ANN twin, where a task has one as teacher. */
  twin: { key: string; executor: Executor } | null;
  /** Round whose model, or own continuation of it, is in the executor; null: nothing is. */
  loadedRound: number | null;
  /**
   * Norm layers of this client's last counted work, where a run leaves them to it. A page that is
   * loaded again has none and starts with the model's.
   */
  ownNorm: { runId: string; client: number; values: Float32Array } | null;
  /** What is asked of this device; null: nothing. */
  task: Task | null;
  /** The newest local work that was finished; kept for a round that is repeated. */
  finished: FinishedUpdate | null;
  remainders: Remainders;
  doing: "nothing" | "loading" | "training" | "sending";
  work: VolunteerSnapshot["work"];
  transfer: VolunteerSnapshot["transfer"];
  bytesDown: number;
  bytesUp: number;
  workedMs: number;
  batches: number;
  pace: number;
  paceName: Pace;
  hidden: boolean;
  paused: boolean;
  /** The page was frozen, and the coordinator has not answered since; null: it has, or never was. */
  nap: symbol | null;
  leaving: boolean;
  /** Of the last record that counted this device. */
  receipt: VolunteerSnapshot["receipt"];
  /** Key of the first record that was seen; a restarted coordinator has the same. */
  recordKey: string | null;
  /** Why nothing more is done; null while the session lives. */
  ended: "left" | "stopped" | "disposed" | null;
  /** Failures of the local training without a success between them. */
  failures: number;
  /** Failures of the graphics device without a finished round between them. */
  deviceFailures: number;
  /** Of the newest such failure, until the coordinator is told; null: there is nothing to tell. */
  deviceFact: string | null;
  /** It failed, and the executor that begins the round again is not ready. */
  restarting: boolean;
  error: ErrorReport | null;
  /** Called at each change; each is called once. */
  waiters: (() => void)[];
}

export function createSession(options: VolunteerOptions): Session {
  const usual = connecting(Math.random());
  const socket = options.io(options.url, usual);
  return {
    options,
    ...{ socket, usual },
    request: createRequest(socket, options.url),
    lock: createLock(),
    ...{ greetings: 0, online: false, crowded: 0, atDoor: false },
    resume: options.resume ?? null,
    runId: null,
    you: null,
    view: emptyView,
    known: null,
    roster: [],
    shard: null,
    ...{ trainer: null, twin: null },
    ...{ loadedRound: null, ownNorm: null },
    task: null,
    finished: null,
    remainders: [],
    doing: "nothing",
    work: null,
    transfer: null,
    ...{ bytesDown: 0, bytesUp: 0, workedMs: 0, pace: 1, failures: 0, deviceFailures: 0 },
    ...{ receipt: null, recordKey: null },
    ...{ paceName: "full", hidden: false, batches: 0, restarting: false, deviceFact: null },
    ...{ paused: false, nap: null, leaving: false, ended: null, error: null, waiters: [] },
  };
}

/** Changes the session, shows it, and wakes who waits for a change. */
export function change(session: Session, changes: Partial<Session>): void {
  Object.assign(session, changes);
  for (const wake of session.waiters.splice(0)) wake();
  if (session.ended !== "disposed") session.options.onSnapshot(snapshotOf(session));
}

/** Settles at the next change. */
export function nextChange(session: Session): Promise<void> {
  return new Promise((resolve) => session.waiters.push(resolve));
}

export function snapshotOf(session: Session): VolunteerSnapshot {
  const { online, you, view, roster, work, transfer, leaving, error, options } = session;
  const { bytesDown, bytesUp, workedMs, batches, trainer, receipt, restarting, paused } = session;
  return {
    phase: phaseOf(session),
    online,
    you: you && {
      client: you.client,
      name: you.name,
      samples: you.shard.samples,
      labelCounts: you.shard.labelCounts,
    },
    device: inUse(options.device, trainer?.executor),
    ...{ view, roster, work, transfer, bytesDown, bytesUp, workedMs },
    ...{ batches, receipt, restarting, paused, leaving, error },
    napping: session.nap !== null,
    allocatedBytes: trainer?.executor.usage?.().bytes ?? null,
  };
}

/** A device may train a run with another executor than it came with. */
function inUse(device: Device, executor: Executor | undefined): Device {
  const name = executor ? `${executor.name}/${executor.backend}` : device.executor;
  return name === device.executor ? device : { ...device, executor: name };
}

function phaseOf(session: Session): VolunteerPhase {
  const { ended, you, shard, doing, task, finished, paused, view } = session;
  if (ended !== null) return ended === "stopped" ? "stopped" : "left";
  if (session.atDoor) return "at-door";
  if (you === null) return "connecting";
  if (doing === "loading" || shard?.hash !== you.shard.hash) return "loading";
  const isUnsent = finished !== null && !finished.isSettled;
  if (isUnsent && finished.begin.round === task?.round) return "sending";
  if (paused) return "paused";
  if (doing === "training") return "training";
  const isCounted = finished?.isCounted === true;
  return isCounted && isIn(view, you.client, finished.begin.round) ? "sent" : "waiting";
}
