// Local training of one round: what comes before the first batch, then epochs over shuffled batches.

import type { LabelledImages } from "../data/shard.ts";
import { featureShapes } from "../model/shapes.ts";
import { lossFor } from "./choose-loss.ts";
import {
  type EpochOptions,
  type StepHow,
  trainEpochs,
  type TrainMetrics,
  type TrainSummary,
} from "./epochs.ts";
import type { Executor, PickedBatch } from "./executor.ts";
import { checkExecutor, type StepRule } from "./local-rule.ts";
import type { StepLoss } from "./loss-options.ts";
import { tandemTargets } from "./tandem-targets.ts";
import { rowsOf, type Taught, teach, type TeachOptions } from "./teacher.ts";

/** How often, in which portions, against what and by which rule a shard is trained on. */
export interface TrainOptions extends EpochOptions, TeachOptions {
  /** From `teach`, for who wants pauses in it; missing: made before the first batch. */
  taught?: Taught | undefined;
}

/**
 * Trains with `executor`, whose state the caller has set, and yields after each batch. Batches are
 * full ones (FedSNN drops the last part); a shard smaller than a batch is one batch. The same seed
 * gives the same order everywhere. Stopping the loop stops the training.
 *
 * @throws {SnnError} `train/no-batch` without a picture, `train/not-finite` as soon as a loss is,
 *   `train/loss` for a loss out of range or a teacher of other pictures, `train/rule` for a rule that
 *   the executor does not compute or whose teacher is missing.
 */
export async function* trainRound(
  executor: Executor,
  images: LabelledImages,
  options: TrainOptions,
): AsyncGenerator<TrainMetrics, TrainSummary> {
  checkExecutor(executor.name, options.localRule?.kind ?? "surrogate-bptt");
  const taught = options.taught ?? (await lastOf(teach(executor, images, options)));
  const lossAt = lossesOf(executor, images, options, taught);
  const ruleAt = rulesOf(options, taught);
  const how: StepHow = async (batch) => ({ loss: lossAt(batch), rule: await ruleAt(batch) });
  return yield* trainEpochs(executor, images, options, how);
}

/** Of each batch; undefined with cross entropy. */
function lossesOf(
  executor: Executor,
  images: LabelledImages,
  { localLoss }: TrainOptions,
  { logits }: Taught,
): (batch: PickedBatch) => StepLoss | undefined {
  if (localLoss === undefined || localLoss.kind === "cross-entropy") return () => undefined;
  const classes = featureShapes(executor.spec).at(-1)!.c;
  const options = lossFor(localLoss, images.labels, classes);
  const sizes = { pictures: images.count, classes };
  return ({ indices }) => ({
    options,
    teacher: logits === null ? null : rowsOf(logits, indices, sizes),
  });
}

/** Of each batch; undefined with back-propagation through time. */
function rulesOf(
  { localRule }: TrainOptions,
  { twin }: Taught,
): (batch: PickedBatch) => Promise<StepRule | undefined> {
  if (localRule === undefined || localRule.kind === "surrogate-bptt") {
    return () => Promise.resolve(undefined);
  }
  if (localRule.kind === "proxy") return () => Promise.resolve({ kind: "proxy" });
  const { kind, weight } = localRule;
  return async (batch) => ({ kind, weight, targets: await tandemTargets(twin!, batch) });
}

async function lastOf<R>(work: AsyncGenerator<unknown, R>): Promise<R> {
  for (;;) {
    const next = await work.next();
    if (next.done) return next.value;
  }
}
