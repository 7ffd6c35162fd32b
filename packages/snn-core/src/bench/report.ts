// What a benchmark run tells, as data: the file that `--json` writes and the page copies. It grows
// event by event, so that a run that is stopped leaves what it has.

import type { TuningReport } from "../engine/tuner/tuning-report.ts";
import type { Ceiling } from "./ceiling.ts";
import type { DeviceFacts } from "./device-facts.ts";
import type { Spread } from "./paired.ts";
import type { MarkKind } from "./roofline.ts";

/** One kernel on the work of one layer, beside what tfjs does for the same. */
export interface KernelRow {
  /** Kernel and shape, in words. */
  name: string;
  kind: MarkKind;
  /** What it is held against. */
  baseline: string;
  /** Floating-point operations, and bytes that must move at least. */
  flops: number;
  bytes: number;
  dispatches: number | null;
  /** How far the result is from tfjs's; relative. */
  error: number | null;
  /** Why there is no time: a wrong result, or what the device said; null: all is well. */
  problem: string | null;
  /** Median of one run, wall time. */
  ms: number | null;
  tfjsMs: number | null;
  gflops: number | null;
  gigabytesPerSecond: number | null;
  /** Of the fastest matrix product, which runs in turns with the kernel: median of the pairs. */
  ceilingShare: number | null;
  /** Of the fastest copy, and of what product and copy allow together, as both were measured first. */
  bandwidthShare: number | null;
  rooflineShare: number | null;
  /** tfjs's time over ours: median of the pairs. */
  tfjsRatio: number | null;
  ratio: Spread | null;
  cpuRatio: Spread | null;
  pairs: number;
}

/** One model's whole training step, or the judging of a batch. */
export interface StepRow {
  preset: string;
  timesteps: number;
  batch: number;
  imagesPerSecond: number | null;
  /** Median of one step, wall time. */
  ms: number | null;
  /** Useful operations only: what a memory plan computes twice counts once. */
  gflops: number | null;
  ceilingShare: number | null;
  /** Always null: the engine does not count the bytes that a whole step moves. */
  bandwidthShare: null;
  dispatches: number | null;
  /** Most bytes of GPU buffers at one time. */
  peakBytes: number | null;
  tfjs: TfjsStep | null;
  /** Images a second, ours over tfjs's: median of the pairs. */
  tfjsRatio: number | null;
  ratio: Spread | null;
  cpuRatio: Spread | null;
  pairs: number;
  /** What a reader must know to compare; null: nothing special. */
  note: string | null;
  problem: string | null;
}

/** The same in tfjs ops, training with autodiff. */
export interface TfjsStep {
  batch: number;
  ms: number;
  imagesPerSecond: number;
  dispatches: number;
  peakBytes: number;
}

/** A training step on the processor, as a device without WebGPU trains. */
export interface FallbackRow {
  executor: "kernels/wasm";
  preset: string;
  timesteps: number;
  batch: number;
  /** Median of one step, wall time. */
  ms: number | null;
  imagesPerSecond: number | null;
  /** The same step in tfjs's ops on wasm. */
  tfjs: { ms: number; imagesPerSecond: number } | null;
  /** tfjs's time over ours: median of the pairs. */
  tfjsRatio: number | null;
  ratio: Spread | null;
  cpuRatio: Spread | null;
  pairs: number;
  problem: string | null;
}

/** All that a benchmark found; what was not measured is null. */
export interface BenchReport {
  version: 1;
  adapter: string;
  /** A software adapter computes on the processor: its figures are not those of a GPU. */
  isSoftware: boolean;
  device: DeviceFacts;
  quick: boolean;
  /** Kernel variants that ran, and those that were tried; null: not yet chosen. */
  tuning: TuningReport | null;
  /** Losses of two training steps from a fixed state: the same on every device. */
  check: { losses: number[] } | null;
  ceiling: Ceiling | null;
  kernels: KernelRow[];
  steps: StepRow[];
  /** Judging, as a volunteer's model is judged: forward alone, with the running statistics. */
  evaluations: StepRow[];
  fallback: FallbackRow | null;
}

/** What a run goes through, in this order. */
export type BenchPhase =
  "check" | "ceiling" | "tuning" | "kernels" | "steps" | "evaluations" | "fallback";

type Start = Pick<BenchReport, "adapter" | "isSoftware" | "device" | "quick">;

/** What a benchmark tells as it goes; `withEvent` gathers it in a report. */
export type BenchEvent =
  | ({ type: "start" } & Start)
  /** `done` of `total` parts are finished; `text` runs now. */
  | { type: "progress"; phase: BenchPhase; text: string; done: number; total: number }
  | { type: "check"; losses: number[] }
  | { type: "ceiling"; ceiling: Ceiling }
  | { type: "tuning"; report: TuningReport }
  | { type: "kernel"; row: KernelRow }
  | { type: "step"; row: StepRow }
  | { type: "evaluation"; row: StepRow }
  | { type: "fallback"; row: FallbackRow };

/** The report behind an event; null before the first one that belongs in it. */
export function withEvent(report: BenchReport | null, event: BenchEvent): BenchReport | null {
  if (event.type === "start") {
    const { adapter, isSoftware, device, quick } = event;
    const empty = {
      check: null,
      ceiling: null,
      tuning: null,
      kernels: [],
      steps: [],
      evaluations: [],
      fallback: null,
    };
    return { version: 1, adapter, isSoftware, device, quick, ...empty };
  }
  if (report === null || event.type === "progress") return report;
  switch (event.type) {
    case "check":
      return { ...report, check: { losses: event.losses } };
    case "ceiling":
      return { ...report, ceiling: event.ceiling };
    case "tuning":
      return { ...report, tuning: event.report };
    case "kernel":
      return { ...report, kernels: [...report.kernels, event.row] };
    case "step":
      return { ...report, steps: [...report.steps, event.row] };
    case "evaluation":
      return { ...report, evaluations: [...report.evaluations, event.row] };
    case "fallback":
      return { ...report, fallback: event.row };
    default:
      return event satisfies never;
  }
}
