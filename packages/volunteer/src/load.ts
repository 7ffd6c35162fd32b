// Getting ready: the shard, an executor for the run's model, a model's parameters.

import { readState } from "@spikefed/fl-core";
import { SpikefedError } from "@spikefed/protocol";
import { modelOf, readShard, stateLayout, type Executor, type ModelSpec } from "@spikefed/snn-core";

import { announce } from "./announce.ts";
import { download } from "./download.ts";
import { change, type Session } from "./session.ts";

/** Shard and executor of the run, before the first invitation. */
export async function loadShard(session: Session, hash: string): Promise<void> {
  change(session, { doing: "loading" });
  announce(session);
  const images = readShard(await download(session, "shards", hash));
  session.shard = { hash, images };
  const spec = specOf(session);
  if (spec !== null && session.ended === null) await ensureExecutor(session, spec);
  change(session, { doing: "nothing" });
  announce(session);
}

/** The run's model, as its settings say. */
function specOf({ view }: Session): ModelSpec | null {
  if (view.settings === null || view.dataset === null) return null;
  return modelOf(view.settings, view.dataset.classes.length);
}

/**
 * The session's executor, made once for each model.
 *
 * @throws {SpikefedError} `volunteer/executor`
 */
export async function ensureExecutor(session: Session, spec: ModelSpec): Promise<Executor> {
  const key = JSON.stringify(spec);
  if (session.trainer?.key === key) return session.trainer.executor;
  await dropExecutor(session);
  try {
    const executor = await session.options.trainer(spec);
    session.trainer = { key, executor };
    return executor;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SpikefedError("volunteer/executor", { why }, { cause });
  }
}

/** Frees the executor; the next use makes a new one. */
export async function dropExecutor(session: Session): Promise<void> {
  const { trainer } = session;
  Object.assign(session, { trainer: null, loadedRound: null });
  if (trainer) await session.lock(() => trainer.executor.dispose());
}

/** Parameters and running statistics of a model, checked against its hash, `[P]`. */
export async function loadModel(
  session: Session,
  hash: string,
  spec: ModelSpec,
): Promise<Float32Array<ArrayBuffer>> {
  const { entries, length } = stateLayout(spec);
  return readState(await download(session, "models", hash), entries, length);
}
