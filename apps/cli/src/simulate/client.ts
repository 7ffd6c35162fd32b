// A virtual client: the local work of a tab, without the tab.

import {
  attacked,
  encodeUpdate,
  flippedLabels,
  normOf,
  withGradientNoise,
  withNorm,
  type WrittenUpdate,
} from "@spikefed/fl-core";
import type { AttackKind, Task } from "@spikefed/protocol";
import {
  type Executor,
  type LabelledImages,
  trainRound,
  type TrainSummary,
} from "@spikefed/snn-core";

export interface ClientWork {
  executor: Executor;
  /** Of the model's ANN twin; null where none teaches. */
  twin: Executor | null;
  /** `[P]`, the round's model. */
  base: Float32Array;
  /** Its norm layers, where the settings leave them to it and it has some. */
  ownNorm: Float32Array | null;
  shard: LabelledImages;
  train: Task["train"];
  /** `[P]`, what its updates have not sent so far; null: nothing. */
  remainder: Float32Array | null;
  /** What it does instead of helping; null: it is honest. */
  attack: AttackKind | null;
  /** Batches done, of all. */
  onBatch: (done: number, total: number) => void;
}

export interface ClientResult extends WrittenUpdate {
  summary: TrainSummary;
  /** Its norm layers after the work; null: they are not its own. */
  norm: Float32Array | null;
}

/** Trains and returns the update as a tab would send it. */
export async function clientUpdate({
  executor,
  twin,
  base,
  ownNorm,
  shard,
  train,
  remainder,
  attack,
  onBatch,
}: ClientWork): Promise<ClientResult> {
  const layout = executor.layout.entries;
  const start = withNorm(layout, base, ownNorm);
  executor.setState(start);
  const steps = trainRound(executor, pictures(shard, attack, train), { ...train, twin });
  for (;;) {
    const next = await steps.next();
    if (!next.done) {
      onBatch(next.value.batch, next.value.batches);
      continue;
    }
    const after = await executor.getState();
    const { gradientNoise: sigma, updateEncoding: encoding, seed } = train;
    const noisy = withGradientNoise({ layout, before: start, after, sigma, seed });
    const norm = train.localNorm ? normOf(layout, after) : null;
    const sent = attack && attacked({ kind: attack, before: base, after: noisy, seed });
    const change = { layout, before: base, after: sent ?? noisy, encoding, seed, remainder };
    return { ...encodeUpdate(change), summary: next.value, norm };
  }
}

/** As it learns from them: one of the attacks is wrong labels. */
function pictures(
  shard: LabelledImages,
  attack: AttackKind | null,
  { classes }: Task["train"],
): LabelledImages {
  if (attack !== "label-flip") return shard;
  return { ...shard, labels: flippedLabels(shard.labels, classes) };
}
