// Runs a golden case on an executor and compares every tensor with PyTorch's.

import { type BackendName, createExecutor, type ExecutorName } from "@spikefed/snn-core";

import { type GoldenCase, STEPS } from "./golden-case.ts";

/** Largest difference allowed, relative to the largest magnitude of its tensor. */
export const TOLERANCE = 1e-4;

export interface CaseResult {
  case: string;
  executor: ExecutorName;
  backend: BackendName;
  /** Driver's name, or "processor". */
  adapter: string;
  ok: boolean;
  /** First tensor out of tolerance, null when all hold. */
  failed: string | null;
  /** Largest error of all tensors, and whose it is; null: a wrong length or not a number. */
  worst: { tensor: string; error: number | null };
  /** Tensors compared. */
  tensors: number;
}

export async function checkCase(
  golden: GoldenCase,
  on: { executor: ExecutorName; backend: BackendName; adapter: string },
): Promise<CaseResult> {
  const { executor: name, backend, adapter } = on;
  const executor = await createExecutor({ spec: golden.spec, executor: name, backend });
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
  executor.dispose();
  const failed = errors.find(({ error, limit }) => !(error <= limit));
  const { tensor, error } = errors.reduce((worst, e) => (e.error <= worst.error ? worst : e));
  const tensors = errors.length;
  return {
    case: golden.name,
    executor: name,
    backend,
    adapter,
    ok: failed === undefined,
    failed: failed?.tensor ?? null,
    worst: { tensor, error: Number.isFinite(error) ? error : null },
    tensors,
  };
}

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
