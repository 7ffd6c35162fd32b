// What can run a model: one interface for every implementation.

import type { StateLayout } from "../model/layout.ts";
import type { LabelledImages } from "../data/shard.ts";
import type { ModelSpec, OptimizerOptions } from "../model/spec.ts";
import type { StepRule } from "./local-rule.ts";
import type { StepLoss } from "./loss-options.ts";

/**
 * `reference`: tfjs ops and autodiff. `kernels`: hand-written backward on tfjs's backends. `engine`:
 * the whole step as own WGSL (webgpu only).
 */
export type ExecutorName = "reference" | "kernels" | "engine";
/** Where an executor computes. */
export type BackendName = "webgpu" | "wasm" | "cpu";

/** One batch, already encoded. */
export interface EncodedBatch {
  /** What enters block 0 at each step, `[T, B, C, H, W]` (direct coding: `[1, B, C, H, W]`). */
  input: Float32Array;
  /** True when `input` holds one step that is repeated T times. */
  repeated: boolean;
  /** `[B]` */
  labels: Int32Array;
  /** Of dropout's masks: a model that has dropout cannot be trained without. */
  seed?: number | undefined;
}

/** One batch as places in a shard; an executor that keeps the shard on its device sends no pixel. */
export interface PickedBatch {
  images: LabelledImages;
  /** `[B]`, in the order of the batch. */
  indices: ArrayLike<number>;
  /** Of the Poisson draws and of dropout's masks. */
  seed: number;
}

/** A batch in either form. */
export type Batch = EncodedBatch | PickedBatch;

/** What a training step tells. */
export interface StepResult {
  /**
   * Mean of the batch before the update, nats: cross entropy, or the loss that was asked for; with
   * the hidden layers' errors where the rule has any.
   */
  loss: number;
  /** Pictures of the batch that the network got right before the update. */
  correct: number;
  /** `[B, classes]`, before the update. */
  logits: Float32Array;
  /** Per spiking block: its index, neurons of one picture, spikes at each step `[T]`, whole batch. */
  spikes: { block: number; neurons: number; perStep: Float32Array }[];
}

/**
 * A model that can train, judge and trace, with its parameters on its device. One call at a time:
 * wait for each before the next. `dispose` frees what the device holds.
 */
export interface Executor {
  readonly name: ExecutorName;
  readonly backend: BackendName;
  readonly spec: ModelSpec;
  readonly layout: StateLayout;
  /**
   * Parameters and running statistics, `[layout.length]`; clears the optimizer's momentum.
   *
   * @throws {SnnError} `state/length` for another length.
   */
  setState(state: Float32Array): void;
  /** @throws {SnnError} `state/length` before a state was set. */
  getState(): Promise<Float32Array<ArrayBuffer>>;
  /** Gradient of the last step, `[layout.trainable]`; for tests and `verify`. */
  lastGradient(): Promise<Float32Array>;
  /**
   * Forward with batch statistics, backward, update.
   *
   * @param loss What the logits are compared with; missing: cross entropy, the fastest.
   * @param rule How the loss becomes gradients; missing: back-propagation through time.
   * @throws {SnnError} `data/batch` for a batch that does not fit the model or has no seed for its
   *   dropout, `train/loss` for a loss that does not fit the batch, `train/rule` for a rule that fits
   *   neither model nor executor, `gpu/memory` when the device cannot hold it, `gpu/failed` when the
   *   device failed, `state/length` without a state.
   */
  trainStep(
    batch: Batch,
    optimizer: OptimizerOptions,
    loss?: StepLoss,
    rule?: StepRule,
  ): Promise<StepResult>;
  /** Forward with running statistics: `[B, classes]`. */
  evaluate(batch: Batch): Promise<Float32Array>;
  /**
   * Spikes of every spiking block for a batch, with running statistics: `[T, B, H, W, C]` 0 or 1;
   * values of every block with ReLU, `[B, H, W, C]`, which the engine does not tell.
   */
  trace(batch: Batch): Promise<{
    logits: Float32Array;
    spikes: Map<number, Float32Array>;
    values?: Map<number, Float32Array>;
  }>;
  /** Bytes that its buffers hold on the device now; left out: it does not count them. */
  usage?(): { bytes: number };
  dispose(): void;
}
