// The benchmark: a check, the adapter's ceilings, every kernel, whole steps. Runs in Node and in a
// page's worker alike; clock and device are handed in, what was found is told as it comes.

import { EngineGpu } from "../engine/device/gpu.ts";
import { plainTuning, type Tuning } from "../engine/plan/tuning.ts";
import { tuneEngine } from "../engine/tuner/tuner.ts";
import { TUNING_VERSION, type TuningReport } from "../engine/tuner/tuning-report.ts";
import { activateBackend, gpuDevice, guardGpu } from "../gpu/backend.ts";
import { measureCeiling } from "./ceiling.ts";
import { checkLosses } from "./check.ts";
import { deviceFacts } from "./device-facts.ts";
import { type FallbackCase, measureFallback } from "./fallback.ts";
import { allLayers, kernelWorkloads, measureKernel, type KernelSizes } from "./kernels.ts";
import type { PairOptions } from "./paired.ts";
import { withProduct } from "./product.ts";
import type { BenchEvent, BenchPhase } from "./report.ts";
import { measureStep, type StepCase } from "./steps.ts";
import type { Clock } from "./timing.ts";

export { checkLosses } from "./check.ts";
export type { Clock } from "./timing.ts";

/** What is measured, how large and how often. */
export interface BenchPlan {
  kernels: KernelSizes;
  steps: readonly StepCase[];
  fallback: FallbackCase;
  /** Side of the first matrix product, bytes of a copy. */
  size: number;
  copyBytes: number;
  pairs: number;
  /** No further pair begins after so many milliseconds. */
  budgetMs: number;
  /** Short work is repeated until it takes so long. */
  leastMs: number;
}

/** What a benchmark is handed: names for its report, a clock, an ear. */
export interface BenchOptions {
  adapter: string;
  isSoftware: boolean;
  quick: boolean;
  /** Ends behind the check. */
  isCheckOnly?: boolean;
  clock: Clock;
  say: (event: BenchEvent) => void;
  /** Kernel variants; default: what the tuner chooses. */
  tuning?: Tuning | undefined;
  /** What is measured; default: by `quick` and the kind of adapter. */
  plan?: BenchPlan;
}

const VGG9_NOTE = "tfjs ops hardly hold one image: they run at batch 1, images/s are compared";
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
    fallback: { preset: "s5", batch: 32 },
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
 * @throws {SnnError} `gpu/missing` without an adapter, `gpu/failed` when it fails at check or ceilings.
 */
export async function runBench(options: BenchOptions): Promise<void> {
  const { adapter, isSoftware, quick, isCheckOnly = false, clock, say } = options;
  await activateBackend("webgpu");
  const device = gpuDevice();
  const plan = options.plan ?? usualPlan(options);
  const kernels = kernelWorkloads(plan.kernels, plainTuning).length;
  const total = isCheckOnly ? 1 : 4 + kernels + plan.steps.length;
  let done = 0;
  const progressOf = (phase: BenchPhase) => (text: string) => {
    say({ type: "progress", phase, text, done, total });
  };
  const finished = (event: BenchEvent) => {
    done += 1;
    say(event);
  };
  const pairing: PairOptions = { ...plan, clock };

  say({ type: "start", adapter, isSoftware, device: deviceFacts(device), quick });
  progressOf("check")("two steps of s4, to be compared with other devices");
  finished({ type: "check", losses: await guardGpu(() => checkLosses(device)) });
  if (isCheckOnly) return;
  const gpu = new EngineGpu(device);
  const ceiling = await guardGpu(() =>
    measureCeiling(gpu, { ...plan, clock, onProgress: progressOf("ceiling") }),
  );
  finished({ type: "ceiling", ceiling });
  const report = await guardGpu(() => tuned(options, device, progressOf("tuning")));
  finished({ type: "tuning", report });
  const { tuning } = report;
  await withProduct(gpu, ceiling, async (product) => {
    for (const workload of kernelWorkloads(plan.kernels, tuning)) {
      const progress = progressOf("kernels");
      const own = { ...pairing, onRun: (what: string) => progress(`${workload.name}: ${what}`) };
      progress(workload.name);
      const row = await measureKernel(gpu, workload, { ceiling, product }, own);
      finished({ type: "kernel", row });
    }
  });
  gpu.dispose();
  for (const item of plan.steps) {
    const onRun = (what: string) => progressOf("steps")(`step of ${item.preset}: ${what}`);
    onRun("preparing");
    finished({
      type: "step",
      row: await measureStep(item, { ...pairing, tuning, ceiling, onRun }),
    });
  }
  progressOf("fallback")(`step of ${plan.fallback.preset} on the processor`);
  finished({ type: "fallback", row: await measureFallback(plan.fallback, pairing) });
}

/** A benchmark has the time to try every variant; the quick form does as a volunteer does. */
const TUNING_BUDGET_MS = 60_000;

async function tuned(
  { adapter, tuning, quick, clock }: BenchOptions,
  device: GPUDevice,
  onProgress: (text: string) => void,
): Promise<TuningReport> {
  if (tuning !== undefined) return { version: TUNING_VERSION, adapter, tuning, ms: 0, tried: [] };
  const budget = quick ? {} : { budgetMs: TUNING_BUDGET_MS };
  return tuneEngine({ device, adapter, now: clock.wall, onProgress, ...budget });
}
