// A virtual client: the local work of a tab, without the tab.

import { withGradientNoise, writeUpdate } from "@spikefed/fl-core";
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
  onBatch,
}: ClientWork): Promise<{ bytes: Uint8Array; summary: TrainSummary }> {
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
    const { gradientNoise: sigma, seed } = train;
    const noisy = withGradientNoise({ layout, before: base, after, sigma, seed });
    return { bytes: writeUpdate(layout, base, noisy), summary: next.value };
  }
}
