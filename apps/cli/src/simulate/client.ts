// A virtual client: the local work of a tab, without the tab.

import { encodeUpdate, withGradientNoise, type WrittenUpdate } from "@spikefed/fl-core";
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
  shard: LabelledImages;
  train: Task["train"];
  /** `[P]`, what its updates have not sent so far; null: nothing. */
  remainder: Float32Array | null;
  /** Batches done, of all. */
  onBatch: (done: number, total: number) => void;
}

/** Trains and returns the update as a tab would send it. */
export async function clientUpdate({
  executor,
  twin,
  base,
  shard,
  train,
  remainder,
  onBatch,
}: ClientWork): Promise<WrittenUpdate & { summary: TrainSummary }> {
  executor.setState(base);
  const steps = trainRound(executor, shard, { ...train, twin });
  for (;;) {
    const next = await steps.next();
    if (!next.done) {
      onBatch(next.value.batch, next.value.batches);
      continue;
    }
    const layout = executor.layout.entries;
    const after = await executor.getState();
    const { gradientNoise: sigma, updateEncoding: encoding, seed } = train;
    const noisy = withGradientNoise({ layout, before: base, after, sigma, seed });
    const change = { layout, before: base, after: noisy, encoding, seed, remainder };
    return { ...encodeUpdate(change), summary: next.value };
  }
}
