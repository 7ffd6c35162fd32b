// Getting ready: the shard, an executor for the run's model, a model's parameters.

import { flippedLabels, readState } from "@spikefed/fl-core";
import { SpikefedError } from "@spikefed/protocol";
import {
  annTwin,
  modelOf,
  readShard,
  stateLayout,
  type Executor,
  type LabelledImages,
  type ModelSpec,
  type RuleKind,
} from "@spikefed/snn-core";

import { announce, createSigns } from "./announce.ts";
import { download } from "./download.ts";
import { change, type Session } from "./session.ts";

/** Shard and executor of the run, before the first invitation. */
export async function loadShard(session: Session, hash: string): Promise<void> {
  change(session, { doing: "loading" });
  announce(session);
  const images = readShard(await download(session, "shards", hash));
  session.shard = { hash, images: asLearned(session, images) };
  const spec = specOf(session);
  const { settings } = session.view;
  if (spec !== null && settings !== null && session.ended === null)
    await ensureExecutor(session, spec, settings.localRule.kind);
  change(session, { doing: "nothing" });
  announce(session);
}

/** One of the attacks is to learn wrong labels. */
function asLearned({ options, view }: Session, images: LabelledImages): LabelledImages {
  const classes = view.dataset?.classes.length;
  if (options.attack !== "label-flip" || classes === undefined) return images;
  return { ...images, labels: flippedLabels(images.labels, classes) };
}

/** The run's model, as its settings say. */
function specOf({ view }: Session): ModelSpec | null {
  if (view.settings === null || view.dataset === null) return null;
  return modelOf(view.settings, view.dataset.classes.length);
}

/**
 * The session's executor, made once for each model and rule; a new one ends the twin's as well.
 *
 * @throws {SpikefedError} `volunteer/executor`
 */
export async function ensureExecutor(
  session: Session,
  spec: ModelSpec,
  rule: RuleKind,
): Promise<Executor> {
  const key = JSON.stringify([spec, rule]);
  if (session.trainer?.key === key) return session.trainer.executor;
  await dropExecutor(session);
  const executor = await makeExecutor(session, spec, rule);
  session.trainer = { key, executor };
  return executor;
}

/**
 * An executor of the model's ANN twin, for tasks that have it as teacher.
 *
 * @throws {SpikefedError} `volunteer/executor`
 */
export async function ensureTwin(
  session: Session,
  spec: ModelSpec,
  rule: RuleKind,
): Promise<Executor> {
  const key = JSON.stringify([spec, rule]);
  if (session.twin?.key === key) return session.twin.executor;
  const { twin } = session;
  session.twin = null;
  if (twin) await session.lock(() => twin.executor.dispose());
  const executor = await makeExecutor(session, annTwin(spec), rule);
  session.twin = { key, executor };
  return executor;
}

async function makeExecutor(session: Session, spec: ModelSpec, rule: RuleKind): Promise<Executor> {
  try {
    return await session.options.trainer(spec, rule, createSigns(session));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SpikefedError("volunteer/executor", { why }, { cause });
  }
}

/** Frees the executor; the next use makes a new one. */
export async function dropExecutor(session: Session): Promise<void> {
  const { trainer, twin } = session;
  Object.assign(session, { trainer: null, twin: null, loadedRound: null });
  for (const dropped of [trainer, twin]) {
    if (dropped) await session.lock(() => dropped.executor.dispose());
  }
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
