// The local work of one round: model in, update out.

import { attacked, encodeUpdate, normOf, withGradientNoise, withNorm } from "@spikefed/fl-core";
import type { Task } from "@spikefed/protocol";
import {
  modelOf,
  partOf,
  stateLayout,
  teach,
  trainRound,
  twinEpochs,
  type Executor,
  type TrainSummary,
} from "@spikefed/snn-core";

import { announce } from "./announce.ts";
import { breathe } from "./breathe.ts";
import { ensureExecutor, ensureTwin, loadModel, loadShard } from "./load.ts";
import { createHeartbeat, createProgress } from "./progress.ts";
import { keepRemainder, remainderFor } from "./remainder.ts";
import { change, nextChange, type Session } from "./session.ts";
import type { FinishedUpdate } from "./upload.ts";

/**
 * Trains until the round's work is done or `session.task` is another one.
 *
 * @returns The update; null when the task was taken back.
 * @throws {SpikefedError} or {SnnError}: what went wrong with model, shard, executor or training.
 */
export async function train(session: Session, task: Task): Promise<FinishedUpdate | null> {
  change(session, { doing: "training", error: null });
  announce(session);
  if (session.shard?.hash !== task.shard.hash) {
    await loadShard(session, task.shard.hash);
    change(session, { doing: "training" });
  }
  const spec = modelOf(task.train, task.train.classes);
  const base = await loadModel(session, task.model.hash, spec);
  const layout = stateLayout(spec).entries;
  const start = withNorm(layout, base, ownNorm(session, task));
  const { turn = (work) => work() } = session.options;
  const result = await turn(async () => {
    if (session.task !== task) return null;
    const { localRule } = task.train;
    const executor = await ensureExecutor(session, spec, localRule.kind);
    const isTaught = twinEpochs(task.train) > 0;
    const twin = isTaught ? await ensureTwin(session, spec, localRule.kind) : null;
    change(session, { doing: "training" });
    if (session.restarting) {
      change(session, { restarting: false });
      announce(session);
    }
    await session.lock(() => {
      executor.setState(start);
      session.loadedRound = task.round;
    });
    const startMs = session.options.clock();
    const summary = await workThrough(session, task, { executor, twin });
    if (summary === null || session.task !== task) return null;
    const state = await session.lock(() => executor.getState());
    return { summary, state, seconds: (session.options.clock() - startMs) / 1000 };
  });
  if (result === null) return null;
  const { gradientNoise: sigma, updateEncoding: encoding, localNorm, seed } = task.train;
  const learned = withGradientNoise({ layout, before: start, after: result.state, sigma, seed });
  const { attack = null } = session.options;
  const after =
    attack === null ? learned : attacked({ kind: attack, before: base, after: learned, seed });
  const remainder = remainderFor(session, task);
  const written = encodeUpdate({ layout, before: base, after, encoding, seed, remainder });
  keepRemainder(session, task, written.remainder);
  const norm = localNorm ? normOf(layout, result.state) : null;
  return finish(session, task, { bytes: written.bytes, norm }, result);
}

/** What it keeps of its last counted work in this run, if the task leaves it the norm. */
function ownNorm({ you, ownNorm: own }: Session, { runId, train }: Task): Float32Array | null {
  const isOwn = train.localNorm && own?.runId === runId && own.client === you?.client;
  return isOwn ? own.values : null;
}

/** The teacher's part, where there is one, then all batches; null when the task was taken back. */
async function workThrough(
  session: Session,
  task: Task,
  { executor, twin }: { executor: Executor; twin: Executor | null },
): Promise<TrainSummary | null> {
  const { samples, seed } = task.train;
  const whole = session.shard!.images;
  const images = partOf(whole, samples ?? whole.count, seed);
  const teaching = teach(executor, images, { ...task.train, twin });
  const taught = await inPieces(session, task, teaching, createHeartbeat(session, task.round));
  if (taught === null) return null;
  const steps = trainRound(executor, images, { ...task.train, taught: taught.value });
  const progress = createProgress(session, task.round);
  const done = await inPieces(session, task, steps, (metrics, ms) => {
    progress.report(metrics, ms);
  });
  return done?.value ?? null;
}

/**
 * A batch at a time, with the pauses and rests between them.
 *
 * @param report Told of each piece and its milliseconds.
 * @returns What the work comes to; null when the task was taken back.
 */
async function inPieces<Y, R>(
  session: Session,
  task: Task,
  pieces: AsyncGenerator<Y, R>,
  report: (piece: Y, ms: number) => void,
): Promise<{ value: R } | null> {
  for (;;) {
    const startMs = session.options.clock();
    const next = await session.lock(() => pieces.next());
    const ms = session.options.clock() - startMs;
    if (next.done) return { value: next.value };
    report(next.value, ms);
    await pauseBetween(session, task, ms);
    if (session.task === task) continue;
    await pieces.return(undefined as never);
    return null;
  }
}

/** Serves the socket, rests as the pace says, and waits while this volunteer pauses. */
async function pauseBetween(session: Session, task: Task, batchMs: number): Promise<void> {
  await breathe(session.options.clock, batchMs);
  const restMs = batchMs * (1 / session.pace - 1);
  if (restMs > 0) await session.options.rest?.(restMs);
  while (session.paused && session.task === task) await nextChange(session);
}

async function finish(
  session: Session,
  task: Task,
  { bytes, norm }: Pick<FinishedUpdate, "bytes" | "norm">,
  { summary, seconds }: { summary: TrainSummary; seconds: number },
): Promise<FinishedUpdate> {
  const { randomId, sha256 } = session.options;
  const { loss, accuracy, spikeRates } = summary;
  return {
    begin: {
      runId: task.runId,
      round: task.round,
      attempt: task.attempt,
      baseHash: task.model.hash,
      updateId: randomId(),
      bytes: bytes.length,
      sha256: await sha256(bytes),
      loss,
      accuracy,
      seconds,
      spikeRates: spikeRates.slice(0, 64).map((rate) => Math.min(Math.max(rate, 0), 1)),
    },
    ...{ bytes, norm },
    isSettled: false,
    isCounted: false,
    record: null,
  };
}
