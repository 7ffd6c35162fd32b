// Runs a golden case on an executor and compares every tensor with PyTorch's.

import type { Executor } from "@spikefed/snn-core";

import { type GoldenCase, STEPS } from "./golden-case.ts";

/** Largest difference allowed, relative to the largest magnitude of its tensor. */
export const TOLERANCE = 1e-4;

/** A tensor and its error relative to its largest magnitude; null: a wrong length or no number. */
export interface TensorError {
  tensor: string;
  error: number | null;
}

export interface CaseCheck {
  /** First tensor out of tolerance, null when all hold. */
  failed: TensorError | null;
  /** The largest error of all tensors. */
  worst: TensorError;
  /** Tensors compared. */
  tensors: number;
}

/** Two training steps and an evaluation; the executor's state is that of the case afterwards. */
export async function checkCase(golden: GoldenCase, executor: Executor): Promise<CaseCheck> {
  const errors: { tensor: string; error: number; limit: number }[] = [];
  const compare = (tensor: string, got: ArrayLike<number>) => {
    const limit = tensor.includes("/spikes/") ? 0 : TOLERANCE;
    errors.push({ tensor, error: relativeError(got, golden.answer(tensor)), limit });
  };
  executor.setState(golden.initial);
  for (const step of STEPS) {
    const result = await executor.trainStep(golden.batch, golden.optimizer);
    compare(`step${step}/logits`, result.logits);
    compare(`step${step}/loss`, [result.loss]);
    for (const { block, perStep } of result.spikes) compare(`step${step}/spikes/${block}`, perStep);
    const gradient = await executor.lastGradient();
    const state = await executor.getState();
    for (const { name: entry, kind, offset, length } of golden.layout.entries) {
      const part = state.subarray(offset, offset + length);
      const running = kind === "mean" || kind === "var";
      if (!running)
        compare(`step${step}/grad/${entry}`, gradient.subarray(offset, offset + length));
      compare(`step${step}/${running ? "running" : "param"}/${entry}`, part);
    }
  }
  compare("eval/logits", await executor.evaluate(golden.batch));
  const failed = errors.find(({ error, limit }) => !(error <= limit));
  const worst = errors.reduce((most, e) => (e.error <= most.error ? most : e));
  return { failed: failed ? told(failed) : null, worst: told(worst), tensors: errors.length };
}

const told = ({ tensor, error }: { tensor: string; error: number }): TensorError => ({
  tensor,
  error: Number.isFinite(error) ? error : null,
});

/** Largest difference over the largest magnitude wanted; infinite for a wrong length or NaN. */
export function relativeError(got: ArrayLike<number>, want: ArrayLike<number>): number {
  if (got.length !== want.length) return Infinity;
  let difference = 0;
  let magnitude = 0;
  for (let i = 0; i < want.length; i++) {
    const d = Math.abs(got[i]! - want[i]!);
    if (Number.isNaN(d)) return Infinity;
    difference = Math.max(difference, d);
    magnitude = Math.max(magnitude, Math.abs(want[i]!));
  }
  return magnitude === 0 ? difference : difference / magnitude;
}
