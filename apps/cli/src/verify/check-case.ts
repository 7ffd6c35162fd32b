// A golden case on an executor made for it, as a line of `verify`.

import { type BackendName, createExecutor, type ExecutorName } from "@spikefed/snn-core";
import { checkCase as checkOn, type GoldenCase, type TensorError } from "@spikefed/volunteer";

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
  worst: TensorError;
  /** Tensors compared. */
  tensors: number;
}

export async function checkCase(
  golden: GoldenCase,
  on: { executor: ExecutorName; backend: BackendName; adapter: string },
): Promise<CaseResult> {
  const { executor: name, backend, adapter } = on;
  const executor = await createExecutor({ spec: golden.spec, executor: name, backend });
  const { failed, worst, tensors } = await checkOn(golden, executor);
  executor.dispose();
  return {
    ...{ case: golden.name, executor: name, backend, adapter },
    ...{ ok: failed === null, failed: failed?.tensor ?? null, worst, tensors },
  };
}
