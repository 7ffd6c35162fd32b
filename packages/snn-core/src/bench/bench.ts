// The benchmark: a check, the adapter's ceilings, every kernel, whole steps. Runs in Node and in a
// page's worker alike; clock and device are handed in, what was found is told as it comes.

import { EngineGpu } from "../engine/device/gpu.ts";
import type { Tuning } from "../engine/plan/tuning.ts";
import { activateBackend, gpuDevice, guardGpu } from "../gpu/backend.ts";
import { measureCeiling } from "./ceiling.ts";
import { checkLosses } from "./check.ts";
import { allLayers, kernelWorkloads, measureKernel, type KernelSizes } from "./kernels.ts";
import type { PairOptions } from "./paired.ts";
import type { BenchEvent } from "./report.ts";
import { measureStep, type StepCase } from "./steps.ts";
import type { Clock } from "./timing.ts";
import { usualTuning } from "./tuning.ts";

export { checkLosses } from "./check.ts";
export type { Clock } from "./timing.ts";

export interface BenchPlan {
  kernels: KernelSizes;
  steps: readonly StepCase[];
  /** Side of the first matrix product, bytes of a copy. */
  size: number;
  copyBytes: number;
  pairs: number;
  /** No further pair begins after so many milliseconds. */
  budgetMs: number;
  /** Short work is repeated until it takes so long. */
  leastMs: number;
}

export interface BenchOptions {
  adapter: string;
  isSoftware: boolean;
  quick: boolean;
  /** Ends behind the check. */
  isCheckOnly?: boolean;
  clock: Clock;
  say: (event: BenchEvent) => void;
  /** Kernel variants; default: what usually wins. */
  tuning?: Tuning | undefined;
  /** What is measured; default: by `quick` and the kind of adapter. */
  plan?: BenchPlan;
}

const VGG9_NOTE = "tfjs ops need 1 GB for one image: they run at batch 1, images/s are compared";
const QUICK_NOTE = "tfjs ops not run in the quick form";

/** Software adapters compute on the processor: smaller batches, less repetition. */
export function usualPlan({
  quick,
  isSoftware,
}: Pick<BenchOptions, "quick" | "isSoftware">): BenchPlan {
  const batch = quick && isSoftware ? 8 : 32;
  const large = isSoftware ? 2 : 32;
  const small = (preset: string): StepCase => ({ preset, batch, tfjsBatch: batch, note: null });
  const vgg9 = { preset: "vgg9", batch: large };
  return {
    kernels: {
      vgg9: { layers: quick ? [3] : allLayers.vgg9, batch: isSoftware ? 1 : 8 },
      s5: { layers: quick ? [1] : allLayers.s5, batch: isSoftware ? 8 : 32 },
    },
    steps: [
      small("s4"),
      ...(quick ? [] : [small("s5")]),
      quick
        ? { ...vgg9, tfjsBatch: null, note: QUICK_NOTE }
        : { ...vgg9, tfjsBatch: 1, note: VGG9_NOTE },
    ],
    size: quick && isSoftware ? 512 : 1024,
    copyBytes: (quick && isSoftware ? 16 : 64) * 2 ** 20,
    pairs: quick ? 2 : 7,
    budgetMs: quick ? 10_000 : 60_000,
    leastMs: quick ? 20 : 50,
  };
}

/**
 * Tells everything through `say`; `withEvent` makes a report of it.
 *
 * @throws {SnnError} `gpu/missing` without an adapter, `gpu/failed` when it fails at the check.
 */
export async function runBench(options: BenchOptions): Promise<void> {
  const { adapter, isSoftware, quick, clock, say } = options;
  await activateBackend("webgpu");
  const tuning = options.tuning ?? usualTuning(gpuDevice());
  const plan = options.plan ?? usualPlan(options);
  const workloads = kernelWorkloads(plan.kernels, tuning);
  const total = 2 + workloads.length + plan.steps.length;
  let done = 0;
  const progress = (text: string) => {
    say({ type: "progress", text, done, total });
  };
  const finished = (event: BenchEvent) => {
    done += 1;
    say(event);
  };
  const pairing: PairOptions = { ...plan, clock, onRun: progress };

  say({ type: "start", adapter, isSoftware, quick, tuning });
  progress("two steps of s4, to be compared with other devices");
  finished({ type: "check", losses: await guardGpu(() => checkLosses(gpuDevice())) });
  if (options.isCheckOnly) return;
  const gpu = new EngineGpu(gpuDevice());
  const ceiling = await measureCeiling(gpu, { ...plan, clock, onProgress: progress });
  finished({ type: "ceiling", ceiling });
  for (const workload of workloads) {
    const own = { ...pairing, onRun: (what: string) => progress(`${workload.name}: ${what}`) };
    progress(workload.name);
    finished({ type: "kernel", row: await measureKernel(gpu, workload, ceiling, own) });
  }
  gpu.dispose();
  for (const item of plan.steps) {
    const onRun = (what: string) => {
      progress(`step of ${item.preset}: ${what}`);
    };
    onRun("preparing");
    finished({
      type: "step",
      row: await measureStep(item, { ...pairing, tuning, ceiling, onRun }),
    });
  }
}
