// A training step without a graphics device: the wasm fallback, on one thread.

import { SnnError } from "../errors.ts";
import { preset } from "../model/presets.ts";
import { createExecutor } from "../train/create-executor.ts";
import { median } from "./paired.ts";
import type { FallbackRow } from "./report.ts";
import { workOf } from "./steps.ts";
import { repeatsOf, timeRuns, type TimingOptions } from "./timing.ts";

export interface FallbackCase {
  preset: string;
  batch: number;
}

export interface FallbackOptions extends TimingOptions {
  /** Timings at most, and no further one after so many milliseconds. */
  pairs: number;
  budgetMs: number;
}

/** Times a step of `kernels/wasm`; what goes wrong becomes the row's `problem`. */
export async function measureFallback(
  { preset: name, batch }: FallbackCase,
  options: FallbackOptions,
): Promise<FallbackRow> {
  const spec = preset(name, 10);
  const row = { executor: "kernels/wasm", preset: name, timesteps: spec.timesteps, batch } as const;
  try {
    const executor = await createExecutor({ spec, executor: "kernels", backend: "wasm" });
    try {
      const work = workOf(executor, batch);
      const times = await repeatsOf(work, options);
      const taken: number[] = [];
      const start = options.clock.wall();
      do taken.push((await timeRuns(work, times, options.clock)).wall);
      while (taken.length < options.pairs && options.clock.wall() - start < options.budgetMs);
      const ms = median(taken);
      return { ...row, ms, imagesPerSecond: (1000 * batch) / ms, problem: null };
    } finally {
      executor.dispose();
    }
  } catch (error) {
    const problem = error instanceof SnnError ? error.fact : String(error);
    return { ...row, ms: null, imagesPerSecond: null, problem };
  }
}
