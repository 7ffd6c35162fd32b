// A training step without a graphics device: the wasm fallback, on one thread, beside the same step in
// tfjs's ops on wasm.

import { SnnError } from "../errors.ts";
import { preset } from "../model/presets.ts";
import type { ModelSpec } from "../model/spec.ts";
import { createExecutor } from "../train/create-executor.ts";
import type { ExecutorName } from "../train/executor.ts";
import { type PairOptions, timePairs } from "./paired.ts";
import type { FallbackRow } from "./report.ts";
import { training } from "./step-task.ts";
import { workOf } from "./steps.ts";
import type { Work } from "./timing.ts";

export interface FallbackCase {
  preset: string;
  batch: number;
}

/** Times a step of `kernels/wasm` and of `reference/wasm` in turns; what goes wrong is the row's `problem`. */
export async function measureFallback(
  { preset: name, batch }: FallbackCase,
  options: PairOptions,
): Promise<FallbackRow> {
  const spec = preset(name, 10);
  const row = { executor: "kernels/wasm", preset: name, timesteps: spec.timesteps, batch } as const;
  const speed = (ms: number) => ({ ms, imagesPerSecond: (1000 * batch) / ms });
  try {
    return await withStep(spec, "kernels", batch, (ours) =>
      withStep(spec, "reference", batch, async (theirs) => {
        const sides = [
          { run: ours, amount: batch },
          { run: theirs, amount: batch },
        ] as const;
        const { oursMs, theirsMs, ratio, cpuRatio, pairs } = await timePairs(...sides, options);
        const told = { tfjsRatio: ratio.median, ratio, cpuRatio, pairs, problem: null };
        return { ...row, ...speed(oursMs), tfjs: speed(theirsMs), ...told };
      }),
    );
  } catch (error) {
    const problem = error instanceof SnnError ? error.fact : String(error);
    const missing = { ms: null, imagesPerSecond: null, tfjs: null, tfjsRatio: null };
    return { ...row, ...missing, ratio: null, cpuRatio: null, pairs: 0, problem };
  }
}

async function withStep<R>(
  spec: ModelSpec,
  name: ExecutorName,
  batch: number,
  use: (work: Work) => Promise<R>,
): Promise<R> {
  const executor = await createExecutor({ spec, executor: name, backend: "wasm" });
  try {
    return await use(workOf(executor, batch, training));
  } finally {
    executor.dispose();
  }
}
