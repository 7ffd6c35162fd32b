// A small benchmark, as its worker tells it.

import type {
  BenchEvent,
  FallbackRow,
  KernelRow,
  StepRow,
  TuningReport,
} from "@spikefed/snn-core/bench-figures";
import { type BenchMode, type BenchRun, startedRun, withMessage } from "../bench-run.ts";

export const kernelRow: KernelRow = {
  ...{ name: "a kernel", kind: "forward", baseline: "tf.conv2d", flops: 4e9, bytes: 1e8 },
  ...{ dispatches: 1, error: 1e-6, problem: null, ms: 0.0123, tfjsMs: 1234.5, gflops: 40 },
  ...{ gigabytesPerSecond: 1, ceilingShare: 0.8, bandwidthShare: 0.05, rooflineShare: 0.812 },
  ...{ tfjsRatio: 4, ratio: { median: 4, min: 3.5, max: 4.25 }, cpuRatio: null, pairs: 3 },
};

export const wrongRow: KernelRow = {
  ...{
    ...kernelRow,
    name: "a wrong kernel",
    error: 0.5,
    problem: "the result is not that of tfjs",
  },
  ...{ ms: null, tfjsMs: null, gflops: null, gigabytesPerSecond: null, ceilingShare: null },
  ...{ bandwidthShare: null, rooflineShare: null, tfjsRatio: null, ratio: null, pairs: 0 },
};

export const stepRow: StepRow = {
  ...{ preset: "s4", timesteps: 4, batch: 8, imagesPerSecond: 123.4, ms: 65, gflops: 9.5 },
  ...{
    ceilingShare: 0.31,
    bandwidthShare: null,
    dispatches: 39,
    peakBytes: 5.67e6,
    tfjsRatio: 12,
    pairs: 2,
  },
  ...{ ratio: { median: 12, min: 11, max: 13 }, cpuRatio: null, note: null, problem: null },
  tfjs: { batch: 8, ms: 97, imagesPerSecond: 10.3, dispatches: 1410, peakBytes: 1.2e8 },
};

export const fallbackRow: FallbackRow = {
  ...{ executor: "kernels/wasm", preset: "s5", timesteps: 4, batch: 32, problem: null },
  ...{ ms: 320, imagesPerSecond: 100, tfjs: { ms: 1600, imagesPerSecond: 20 }, tfjsRatio: 5 },
  ...{ ratio: { median: 5, min: 4, max: 6 }, cpuRatio: null, pairs: 3 },
};

export const ceiling = {
  ...{ gflops: 1234.5, variant: "thread, 8 x 4", size: 512, tried: [] },
  ...{ gigabytesPerSecond: 20, copy: "16 bytes a thread", copyBytes: 2 ** 26, triedCopies: [] },
};

type Start = Extract<BenchEvent, { type: "start" }>;

const start: Start = {
  ...{ type: "start", adapter: "Some Chip (TM) 3", isSoftware: false, quick: true },
  device: {
    ...{ vendor: "some", architecture: null, limits: {} as Start["device"]["limits"] },
    ...{ features: ["shader-f16", "subgroups"], subgroupSizes: { min: 32, max: 32 } },
  },
};

const tuning: TuningReport = {
  ...{ version: 1, adapter: "Some Chip (TM) 3", tuning: {} as TuningReport["tuning"], ms: 900 },
  tried: [{ kernel: "packedConv", variant: "plain", ms: 10, problem: null, isChosen: true }],
};

export const benchEvents: readonly BenchEvent[] = [
  start,
  { type: "progress", phase: "check", text: "the check", done: 0, total: 7 },
  { type: "check", losses: [2.84518343, 2.00765836] },
  { type: "progress", phase: "ceiling", text: "a product", done: 1, total: 7 },
  { type: "ceiling", ceiling },
  { type: "progress", phase: "tuning", text: "a variant", done: 2, total: 7 },
  { type: "tuning", report: tuning },
  { type: "progress", phase: "kernels", text: "a kernel", done: 3, total: 7 },
  { type: "kernel", row: kernelRow },
  { type: "progress", phase: "kernels", text: "a wrong kernel", done: 4, total: 7 },
  { type: "kernel", row: wrongRow },
  { type: "progress", phase: "steps", text: "step of s4", done: 5, total: 7 },
  { type: "step", row: stepRow },
  { type: "progress", phase: "evaluations", text: "s4", done: 6, total: 7 },
  { type: "evaluation", row: stepRow },
];

/** A run that began at 1000 ms and has heard so many events. */
export function benchRun(heard: number, mode: BenchMode = "quick"): BenchRun {
  return benchEvents
    .slice(0, heard)
    .reduce((run, event) => withMessage(run, { type: "event", event }, 0), startedRun(mode, 1000));
}
