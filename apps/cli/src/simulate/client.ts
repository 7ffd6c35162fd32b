// A virtual client: the local work of a tab, without the tab.

import {
  encodeUpdate,
  normOf,
  withGradientNoise,
  withNorm,
  type WrittenUpdate,
} from "@spikefed/fl-core";
import type { Task } from "@spikefed/protocol";
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
  onBatch,
}: ClientWork): Promise<ClientResult> {
  const layout = executor.layout.entries;
  const start = withNorm(layout, base, ownNorm);
  executor.setState(start);
  const steps = trainRound(executor, shard, { ...train, twin });
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
    const change = { layout, before: base, after: noisy, encoding, seed, remainder };
    return { ...encodeUpdate(change), summary: next.value, norm };
  }
}
