// The benchmark: a check, the adapter's ceilings, every kernel, whole steps, evaluation. Runs in Node and in a
// page's worker alike; clock and device are handed in, what was found is told as it comes.

import { EngineGpu } from "../engine/device/gpu.ts";
import { plainTuning, type Tuning } from "../engine/plan/tuning.ts";
import { PATIENT_TUNING_MS, tuneEngine } from "../engine/tuner/tuner.ts";
import { TUNING_VERSION, type TuningReport } from "../engine/tuner/tuning-report.ts";
import { activateBackend, gpuDevice, guardGpu } from "../gpu/backend.ts";
import { measureCeiling } from "./ceiling.ts";
import { checkLosses } from "./check.ts";
import { deviceFacts } from "./device-facts.ts";
import { measureFallback } from "./fallback.ts";
import { kernelWorkloads, measureKernel } from "./kernels.ts";
import type { PairOptions } from "./paired.ts";
import { withProduct } from "./product.ts";
import { type BenchPlan, usualPlan } from "./plan.ts";
import type { BenchEvent, BenchPhase } from "./report.ts";
import { measureStep, type StepCase } from "./steps.ts";
import type { Clock } from "./timing.ts";

export { usualPlan } from "./plan.ts";

export { checkLosses } from "./check.ts";
export type { Clock } from "./timing.ts";

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
  const { steps, evaluations } = plan;
  const total = isCheckOnly ? 1 : 4 + kernels + steps.length + evaluations.length;
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
  const step = (item: StepCase, say: (what: string) => void) => {
    say("preparing");
    return measureStep(item, { ...pairing, tuning, ceiling, onRun: say });
  };
  for (const item of steps) {
    const tell = (what: string) => progressOf("steps")(`step of ${item.preset}: ${what}`);
    finished({ type: "step", row: await step(item, tell) });
  }
  for (const item of evaluations) {
    const tell = (what: string) =>
      progressOf("evaluations")(`evaluation of ${item.preset}: ${what}`);
    finished({ type: "evaluation", row: await step(item, tell) });
  }
  const onRun = (what: string) =>
    progressOf("fallback")(`step of ${plan.fallback.preset} on the processor: ${what}`);
  onRun("preparing");
  finished({ type: "fallback", row: await measureFallback(plan.fallback, { ...pairing, onRun }) });
}

/** Every variant is tried; the quick form does as a volunteer does. */
async function tuned(
  { adapter, tuning, quick, clock }: BenchOptions,
  device: GPUDevice,
  onProgress: (text: string) => void,
): Promise<TuningReport> {
  if (tuning !== undefined) return { version: TUNING_VERSION, adapter, tuning, ms: 0, tried: [] };
  const budget = quick ? {} : { budgetMs: PATIENT_TUNING_MS };
  return tuneEngine({ device, adapter, now: clock.wall, onProgress, ...budget });
}
