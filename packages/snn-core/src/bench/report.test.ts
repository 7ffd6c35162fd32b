import { describe, expect, test } from "vitest";

import { preset } from "../model/presets.ts";
import type { DeviceFacts } from "./device-facts.ts";
import {
  type BenchEvent,
  type BenchReport,
  type FallbackRow,
  type KernelRow,
  type StepRow,
  withEvent,
} from "./report.ts";
import {
  ceilingLines,
  digits,
  evaluationLines,
  fallbackLines,
  kernelLines,
  percentText,
  stepLines,
} from "./report-text.ts";
import { rooflineSvg } from "./roofline-svg.ts";
import { stepFlops } from "./step-task.ts";

const kernel: KernelRow = {
  ...{ name: "a kernel, 2 x 2", kind: "forward", baseline: "tf.conv2d", flops: 4e9, bytes: 1e8 },
  ...{ dispatches: 1, error: 1e-6, problem: null, ms: 100, tfjsMs: 400, gflops: 40 },
  ...{ gigabytesPerSecond: 1, ceilingShare: 0.8, bandwidthShare: 0.05, rooflineShare: 0.8 },
  ...{ tfjsRatio: 4, ratio: { median: 4, min: 3.5, max: 4.25 }, cpuRatio: null, pairs: 3 },
};

const step: StepRow = {
  ...{ preset: "s4", timesteps: 4, batch: 8, imagesPerSecond: 123.4, ms: 65, gflops: 9.5 },
  ...{
    ceilingShare: 0.31,
    bandwidthShare: null,
    dispatches: 39,
    peakBytes: 5.67e6,
    tfjsRatio: 12,
    pairs: 2,
  },
  ...{ ratio: { median: 12, min: 11, max: 13 }, cpuRatio: { median: 11, min: 11, max: 11 } },
  ...{ note: "tfjs at batch 1", problem: null },
  tfjs: { batch: 1, ms: 97, imagesPerSecond: 10.3, dispatches: 410, peakBytes: 1.2e8 },
};

const ceiling = {
  ...{ gflops: 50, variant: "thread, 8 x 4", size: 512, tried: [] },
  ...{ gigabytesPerSecond: 20, copy: "16 bytes a thread", copyBytes: 2 ** 26 },
  triedCopies: [{ name: "16 bytes a thread", gigabytesPerSecond: 20 }],
};

const device = {
  ...{ vendor: "a", architecture: null, features: [], subgroupSizes: null },
  limits: {} as DeviceFacts["limits"],
};

const events: BenchEvent[] = [
  { type: "start", adapter: "<chip>", isSoftware: true, device, quick: true },
  { type: "progress", phase: "check", text: "the check", done: 0, total: 4 },
  { type: "check", losses: [2.3, 2.1] },
  { type: "ceiling", ceiling },
  { type: "kernel", row: kernel },
  { type: "step", row: step },
  { type: "evaluation", row: { ...step, batch: 4 } },
];

const fallback: FallbackRow = {
  ...{ executor: "kernels/wasm", preset: "s5", timesteps: 4, batch: 32, problem: null, pairs: 3 },
  ...{ ms: 320, imagesPerSecond: 100, tfjs: { ms: 1600, imagesPerSecond: 20 }, tfjsRatio: 5 },
  ...{ ratio: { median: 5, min: 4, max: 6 }, cpuRatio: null },
};

const reportOf = (some: readonly BenchEvent[]) => some.reduce<BenchReport | null>(withEvent, null);

describe("a report", () => {
  test("grows event by event and has adapter, kernels and steps at each moment", () => {
    const early = reportOf(events.slice(0, 2));
    expect(early).toMatchObject({ adapter: "<chip>", check: null, kernels: [], steps: [] });
    const whole = reportOf(events)!;
    expect(whole).toMatchObject({ version: 1, check: { losses: [2.3, 2.1] }, ceiling });
    expect(whole.kernels).toEqual([kernel]);
    expect(whole.steps).toEqual([step]);
    expect(whole.evaluations).toMatchObject([{ preset: "s4", batch: 4 }]);
  });

  test("begins with the start; what comes before belongs to none", () => {
    expect(reportOf(events.slice(1))).toBeNull();
  });
});

describe("its lines", () => {
  test("give three digits that count", () => {
    expect([0.012345, 4.5678, 78.91, 1234.5, 0, null, NaN].map(digits)).toEqual([
      ...["0.0123", "4.57", "78.9", "1235", "0", "-", "-"],
    ]);
    expect([percentText(0.831), percentText(null)]).toEqual(["83.1 %", "-"]);
  });

  test("say what a kernel reaches, of what, and against what", () => {
    expect(kernelLines(kernel)).toEqual([
      "a kernel, 2 x 2",
      "  100 ms, 40.0 GFLOP/s: 80.0 % of the matrix product, 5.00 % of the copy",
      "  tf.conv2d: 400 ms; 4.00 (3.50 to 4.25) times faster (pairs: 3)",
    ]);
  });

  test("of a wrong kernel give no time", () => {
    const wrong = { ...kernel, ms: null, error: 0.5, problem: "the result is not that of tfjs" };
    expect(kernelLines(wrong)).toEqual([
      "a kernel, 2 x 2",
      "  NOT TIMED: the result is not that of tfjs (relative error 5.0e-1)",
    ]);
  });

  test("of a step name dispatches and memory of both sides, and the note", () => {
    expect(stepLines(step)).toEqual([
      "step of s4, T = 4, batch 8",
      "  123 images/s, 9.50 GFLOP/s: 31.0 % of the matrix product; 39 dispatches, 5.67 MB",
      "  tfjs ops, batch 1: 10.3 images/s; 410 dispatches, 120 MB; 12.0 (11.0 to 13.0) times faster, 11.0 (11.0 to 11.0) in processor time (pairs: 2)",
      "  tfjs at batch 1",
    ]);
    expect(evaluationLines(step)[0]).toBe("evaluation of s4, T = 4, batch 8");
    expect(stepLines({ ...step, problem: "out of memory" })[1]).toBe("  NOT TIMED: out of memory");
  });

  test("of a step on the processor name both sides", () => {
    expect(fallbackLines(fallback)).toEqual([
      "step of s5, T = 4, batch 32, on the processor",
      "  kernels/wasm, one thread: 100 images/s",
      "  tfjs ops on wasm: 20.0 images/s; 5.00 (4.00 to 6.00) times faster (pairs: 3)",
    ]);
    expect(fallbackLines({ ...fallback, problem: "no wasm" })[1]).toBe("  NOT TIMED: no wasm");
  });

  test("of the ceiling name the best product and every copy", () => {
    expect(ceilingLines(ceiling)).toEqual([
      "matrix product: 50.0 GFLOP/s (thread, 8 x 4; 512 x 512)",
      "copy: 20.0 GB/s by 16 bytes a thread; 67.1 MB",
    ]);
  });
});

describe("its plot as a file", () => {
  test("names the adapter, with signs of XML escaped, and says that it is software", () => {
    const svg = rooflineSvg(reportOf(events)!)!;
    expect(svg).toContain("<title>Roofline of &#60;chip&#62;, a software adapter</title>");
    expect(svg).toContain("<title>a kernel, 2 x 2</title>");
    expect(svg).not.toContain("NaN");
  });

  test("is not drawn before the ceilings are known", () => {
    expect(rooflineSvg(reportOf(events.slice(0, 3))!)).toBeNull();
  });
});

test("a step's operations are counted once: a direct picture is convolved once, a readout sees a mean", () => {
  const spec = { ...preset("s4", 10), blocks: preset("s4", 10).blocks.slice(0, 1) };
  const conv = 2 * 9 * 3 * 16 * 32 * 32;
  const more = { type: "conv", in: 16, out: 8, kernel: 3, norm: null, activation: "lif" } as const;
  const readout = { type: "readout", in: 8192, out: 10 } as const;
  const all = { ...spec, blocks: [...spec.blocks, more, readout] };
  const second = 2 * 9 * 16 * 8 * 32 * 32 * 4;
  expect(stepFlops(all, 5)).toBe(5 * (2 * conv + 3 * second + 3 * 2 * 8192 * 10));
  expect(stepFlops({ ...all, coding: "poisson" }, 1)).toBe(
    2 * 4 * conv + 3 * second + 3 * 2 * 81920,
  );
});

test("S-VGG9 takes 23.3 GFLOP a picture at T = 20", () => {
  expect(stepFlops(preset("vgg9", 10), 1) / 1e9).toBeCloseTo(23.3, 1);
});
