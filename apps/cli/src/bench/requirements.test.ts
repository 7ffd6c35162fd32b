import type { BenchReport, KernelRow, StepRow } from "@spikefed/snn-core/bench-figures";
import { describe, expect, test } from "vitest";

import { shortcomings } from "./requirements.ts";

const kernel = (kind: KernelRow["kind"], ceilingShare: number | null): KernelRow => ({
  ...{ name: `a ${kind}`, kind, baseline: "tfjs", flops: 1, bytes: 1, dispatches: 1, error: 0 },
  ...{ problem: null, ms: 1, tfjsMs: 4, gflops: 1, gigabytesPerSecond: 1, ceilingShare },
  ...{ bandwidthShare: 0.1, rooflineShare: 0.1, tfjsRatio: 4, ratio: null, cpuRatio: null },
  pairs: 3,
});

const step = (preset: string, more: Partial<StepRow> = {}): StepRow => ({
  ...{ preset, timesteps: 4, batch: 2, imagesPerSecond: 100, ms: 20, gflops: 1 },
  ...{ ceilingShare: 0.3, bandwidthShare: null, dispatches: 89, peakBytes: 1.6e8, tfjsRatio: 12 },
  ...{ tfjs: { batch: 2, ms: 240, imagesPerSecond: 8, dispatches: 900, peakBytes: 1e9 } },
  ...{ ratio: null, cpuRatio: null, pairs: 3, note: null, problem: null },
  ...more,
});

const good: BenchReport = {
  ...{ version: 1, adapter: "a chip", isSoftware: false, quick: false, tuning: null, check: null },
  ...{ device: {} as BenchReport["device"], ceiling: null, fallback: null, evaluations: [] },
  kernels: [
    ...[kernel("forward", 0.6), kernel("input-gradient", 0.5), kernel("filter-gradient", 0.7)],
    ...[kernel("neurons", 0.01), kernel("other", 0.02)],
  ],
  steps: [step("s5"), step("vgg9")],
};

test("a report that reaches every bar has no shortcomings", () => {
  expect(shortcomings(good)).toEqual([]);
});

describe("a report falls short", () => {
  const kernels = (...bad: KernelRow[]) => ({ kernels: [...good.kernels, ...bad] });
  const steps = (s5: StepRow, vgg9: StepRow) => ({ steps: [s5, vgg9] });

  test.each<[string, Partial<BenchReport>, string[]]>([
    [
      "by the share of a kernel",
      kernels(kernel("filter-gradient", 0.43), kernel("input-gradient", 0.49)),
      [
        "a filter-gradient: share of the matrix product is 43.0 %, at least 60.0 % is wanted",
        "a input-gradient: share of the matrix product is 49.0 %, at least 50.0 % is wanted",
      ],
    ],
    [
      "by a kernel that was wrong",
      kernels({ ...kernel("forward", null), problem: "the result is not that of tfjs" }),
      ["a forward: not timed (the result is not that of tfjs)"],
    ],
    [
      "by what is no number",
      kernels(kernel("forward", NaN)),
      ["a forward: share of the matrix product is not measured, at least 60.0 % is wanted"],
    ],
    [
      "by the ratio of a step",
      steps(step("s5", { tfjsRatio: 9.99 }), step("vgg9")),
      [
        "step of s5, T = 4, batch 2: ratio against the tfjs ops is 9.99 times, at least 10.00 times is wanted",
      ],
    ],
    [
      "where the batches of a ratio differ",
      steps(step("s5"), step("vgg9", { batch: 8 })),
      ["step of vgg9: no ratio at one batch was measured"],
    ],
    [
      "by dispatches and by memory",
      steps(step("s5"), step("vgg9", { dispatches: 121, peakBytes: 161e6 })),
      [
        "step of vgg9, T = 4, batch 2: dispatches is 121, at most 120 is allowed",
        "step of vgg9, T = 4, batch 2: peak of buffers is 161 MB, at most 160 MB is allowed",
      ],
    ],
    [
      "by the memory of a large batch",
      steps(step("s5"), step("vgg9", { batch: 32, peakBytes: 605e6 })),
      [
        "step of vgg9: no ratio at one batch was measured",
        "step of vgg9, T = 4, batch 32: peak of buffers is 605 MB, at most 604 MB is allowed",
      ],
    ],
    [
      "by a step that did not run",
      steps(step("s5"), step("vgg9", { problem: "out of memory", tfjs: null, peakBytes: null })),
      [
        "step of vgg9, T = 4, batch 2: not timed (out of memory)",
        "step of vgg9: no ratio at one batch was measured",
      ],
    ],
    [
      "by what was not measured at all",
      { kernels: [], steps: [] },
      [
        "no kernel of kind forward was measured",
        "no kernel of kind filter-gradient was measured",
        "no kernel of kind input-gradient was measured",
        "step of s5: no ratio at one batch was measured",
        "step of vgg9: no ratio at one batch was measured",
      ],
    ],
    [
      "by an evaluation and a fallback that did not run",
      {
        evaluations: [step("s4", { problem: "lost" })],
        fallback: { problem: "no wasm" } as BenchReport["fallback"],
      },
      ["judging s4: not timed (lost)", "step on the processor: not timed (no wasm)"],
    ],
  ])("%s", (_, change, told) => {
    expect(shortcomings({ ...good, ...change })).toEqual(told);
  });
});
