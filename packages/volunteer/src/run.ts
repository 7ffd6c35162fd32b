// What is to do next, one thing after the other: load, train, send, leave.

import type { RoundSummary } from "@spikefed/fl-core";
import type { ErrorReport, Task } from "@spikefed/protocol";
import type { SnnError } from "@spikefed/snn-core";

import { announce } from "./announce.ts";
import { deviceFailure, deviceReport } from "./device-failure.ts";
import { end, leave } from "./end.ts";
import { dropExecutor, loadShard } from "./load.ts";
import { createPacer } from "./pacer.ts";
import { reportOf, shortFact } from "./report-error.ts";
import { tell } from "./request.ts";
import { change, type Session } from "./session.ts";
import { train } from "./train.ts";
import { isInvited, takingRound } from "./turn.ts";
import { upload, type FinishedUpdate } from "./upload.ts";

/** Failures in a row after which the device pauses by itself. */
const MAX_FAILURES = 3;

/**
 * The session's one worker. `wake` makes it look for work; while it works, waking it makes it look
 * again afterwards.
 */
export function createWorker(session: Session): { wake: () => void } {
  let isWorking = false;
  let isWoken = false;
  const work = async () => {
    isWorking = true;
    do {
      isWoken = false;
      while (await doNext(session));
    } while (isWoken);
    isWorking = false;
  };
  return {
    wake: () => {
      isWoken = true;
      if (isWorking) return;
      work().catch((error: unknown) => {
        isWorking = false;
        end(session, "stopped", reportOf(error, "volunteer/executor"));
      });
    },
  };
}

/** Does one thing; false when there is nothing to do now. */
async function doNext(session: Session): Promise<boolean> {
  const { you, shard, task, finished } = session;
  if (session.ended !== null || you === null) return false;
  if (shard?.hash !== you.shard.hash) {
    await loadShard(session, you.shard.hash);
    return true;
  }
  if (task === null) {
    if (session.leaving) await leave(session);
    return false;
  }
  if (finished !== null && isOf(finished, task)) return settle(session, task, finished);
  if (session.paused) return false;
  await trainOnce(session, task);
  return true;
}

function isOf({ begin }: FinishedUpdate, { runId, round, model }: Task): boolean {
  return begin.runId === runId && begin.round === round && begin.baseHash === model.hash;
}

async function trainOnce(session: Session, task: Task): Promise<void> {
  try {
    const finished = await train(session, task);
    Object.assign(session, { doing: "nothing", work: null, restarting: false });
    if (finished !== null) return change(session, { finished, failures: 0, deviceFailures: 0 });
    change(session, {});
    announce(session);
  } catch (error) {
    const failure = deviceFailure(error);
    if (failure === null) await giveUp(session, task, reportOf(error, "volunteer/training"));
    else if (session.deviceFailures === 0) await startAgain(session, failure);
    else await giveUp(session, task, deviceReport(failure), true);
  }
}

/** The task stays: a new executor begins it anew, from the round's model. */
async function startAgain(session: Session, failure: SnnError): Promise<void> {
  await dropExecutor(session);
  const deviceFailures = session.deviceFailures + 1;
  const restart = { deviceFailures, restarting: true, deviceFact: shortFact(failure) };
  change(session, { doing: "nothing", work: null, transfer: null, ...restart });
}

/** The round goes on without this device; a device that fails again and again pauses by itself. */
async function giveUp(
  session: Session,
  task: Task,
  error: ErrorReport,
  mustPause = false,
): Promise<void> {
  if (error.code !== "volunteer/download") await dropExecutor(session);
  session.failures += 1;
  Object.assign(session, { restarting: false, deviceFact: null });
  const paused = session.paused || mustPause || session.failures >= MAX_FAILURES;
  const isCurrent = session.task === task;
  const left = isCurrent ? { task: null } : {};
  change(session, { doing: "nothing", work: null, transfer: null, error, paused, ...left });
  if (session.online && isCurrent) {
    tell(session.socket, "training-failed", { round: task.round, fact: shortFact(error) });
  }
  announce(session);
}

/** Sends the finished update, unless that is settled. False: it has to wait. */
async function settle(session: Session, task: Task, finished: FinishedUpdate): Promise<boolean> {
  const { view, you } = session;
  const round = takingRound(view, task);
  const isWanted = round === null || isInvited(view, round, you?.client ?? -1);
  forgetLost(session, finished, round);
  if (finished.isSettled || !isWanted) {
    change(session, { task: null });
    return true;
  }
  if (!session.online || round === null) return false;
  change(session, { doing: "sending" });
  announce(session);
  const isConnected = await send(session, task, finished).catch(() => false);
  change(session, { doing: "nothing", transfer: null });
  return isConnected;
}

/** Counted, and out of the round again (`update-lost`): the same update is sent once more. */
function forgetLost({ you }: Session, finished: FinishedUpdate, round: RoundSummary | null): void {
  if (!finished.isCounted || round === null || you === null) return;
  if (round.reported.includes(you.client)) return;
  Object.assign(finished, { isSettled: false, isCounted: false, record: null });
}

/** A lost connection throws: the update goes on when it is back. */
async function send(session: Session, task: Task, finished: FinishedUpdate): Promise<boolean> {
  const total = finished.bytes.length;
  let known: number | null = null;
  const isDue = createPacer(session.options.clock);
  const outcome = await upload(session.request, finished, {
    onProgress: (done) => {
      session.bytesUp += done - (known ?? done);
      known = done;
      session.transfer = { direction: "up", done, total };
      if (isDue() || done === total) change(session, {});
    },
    isStopped: () => session.task !== task,
  });
  if (outcome.sent === "stopped") return true;
  if (outcome.sent === "counted") {
    Object.assign(finished, { isSettled: true, isCounted: true, record: outcome.record });
    keepNorm(session, finished);
    const isNext = session.task !== task; // another was sent before the answer came
    change(session, { error: null, ...(isNext ? {} : { task: null }) });
    return true;
  }
  refuse(session, task, finished, outcome.error);
  return true;
}

/** As the update was counted, not before: what a refused one came to is forgotten with it. */
function keepNorm(session: Session, { begin: { runId }, norm }: FinishedUpdate): void {
  const client = session.you?.client;
  if (norm === null || client === undefined) return;
  session.ownNorm = { runId, client, values: norm };
}

/** Refusals that say nothing about the update: the round may come again and take it. */
const timing: readonly string[] = [
  ...["update/late", "update/enough", "update/not-invited"],
  "store/full",
];
const isTiming = ({ code }: ErrorReport) => timing.includes(code);

function refuse(session: Session, task: Task, finished: FinishedUpdate, error: ErrorReport): void {
  finished.isSettled = !isTiming(error);
  const left = session.task === task ? { task: null } : {}; // else another one came meanwhile
  change(session, { ...left, ...(isTiming(error) ? {} : { error }) });
  if (!finished.isSettled) return;
  tell(session.socket, "training-failed", { round: task.round, fact: shortFact(error) });
}
