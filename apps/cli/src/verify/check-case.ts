// A golden case on an executor made for it, as a line of `verify`.

import { type BackendName, createExecutor, type ExecutorName } from "@spikefed/snn-core";
import { checkCase as checkOn, type GoldenCase, type TensorError } from "@spikefed/volunteer";

import type { TunedKernels } from "../adapters/tuned.ts";

export interface CaseResult {
  case: string;
  executor: ExecutorName;
  backend: BackendName;
  /** Driver's name, or "processor". */
  adapter: string;
  /** Kernel variants in words; null: the plain ones. */
  tuned: string | null;
  ok: boolean;
  /** First tensor out of tolerance, null when all hold. */
  failed: string | null;
  /** Largest error of all tensors, and whose it is; null: a wrong length or not a number. */
  worst: TensorError;
  /** Tensors compared. */
  tensors: number;
}

export async function checkCase(
  golden: GoldenCase,
  on: {
    executor: ExecutorName;
    backend: BackendName;
    adapter: string;
    kernels?: TunedKernels | undefined;
  },
): Promise<CaseResult> {
  const { executor: name, backend, adapter, kernels } = on;
  const { tuning } = kernels ?? {};
  const executor = await createExecutor({ spec: golden.spec, executor: name, backend, tuning });
  const { failed, worst, tensors } = await checkOn(golden, executor);
  executor.dispose();
  return {
    ...{ case: golden.name, executor: name, backend, adapter, tuned: kernels?.words ?? null },
    ...{ ok: failed === null, failed: failed?.tensor ?? null, worst, tensors },
  };
}
