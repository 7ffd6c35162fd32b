// The whole benchmark on the smallest shapes there are: everything it measures is right, and its
// report has what readers of the JSON rely on.

import { beforeAll, describe, expect, test } from "vitest";

import { activateBackend, gpuDevice } from "../gpu/backend.ts";
import { probeDevice } from "../gpu/probe.ts";
import { prepareNodeGpu, prepareNodeWasm } from "../gpu/node.ts";
import { EngineGpu, submit, whole } from "../engine/device/gpu.ts";
import { runBench } from "./bench.ts";
import { networkOf } from "../engine/plan/network.ts";
import { preset } from "../model/presets.ts";
import { plainTuning } from "../engine/plan/tuning.ts";
import { lanesOf } from "../engine/tuner/lanes.ts";
import { checkLosses } from "./check.ts";
import { coding } from "./coding-work.ts";
import { firstLayer } from "./first-layer-work.ts";
import { noise, relativeError } from "./inputs.ts";
import { matmul, matmulName } from "./matmul.ts";
import type { BenchPlan } from "./plan.ts";
import { matmulVariants } from "./product.ts";
import { type BenchReport, withEvent } from "./report.ts";

const plan: BenchPlan = {
  kernels: {
    vgg9: { layers: [], batch: 1, hasRest: false },
    s5: { layers: [2], batch: 1, hasRest: true },
  },
  steps: [{ preset: "s4", batch: 2, tfjsBatch: 1, note: "two against one" }],
  evaluations: [{ task: "evaluation", preset: "s4", batch: 2, tfjsBatch: 2, note: null }],
  fallback: { preset: "s4", batch: 2 },
  size: 512,
  copyBytes: 2 ** 20,
  pairs: 1,
  budgetMs: 0,
  leastMs: 0,
};

const nothing = { layers: [], batch: 1, hasRest: false };

beforeAll(async () => {
  prepareNodeWasm();
  if (!(await prepareNodeGpu())) throw new Error("there is no WebGPU adapter for this test run");
  await activateBackend("webgpu");
});

const clock = { wall: () => performance.now(), cpu: () => process.cpuUsage().user / 1000 };

test("every matrix product behind the ceiling is the same product", async () => {
  const gpu = new EngineGpu(gpuDevice());
  const size = 512;
  const values = [noise(size ** 2, 1), noise(size ** 2, 2)];
  const [a, b, c] = ["a", "b", "c"].map((name) => gpu.storage(name, 4 * size ** 2));
  gpu.device.queue.writeBuffer(a!, 0, values[0]!);
  gpu.device.queue.writeBuffer(b!, 0, values[1]!);
  const lanes = lanesOf(gpu.device);
  for (const variant of matmulVariants(size, lanes)) {
    const shader = matmul(size, variant, lanes);
    const bound = [a!, b!, c!].map(whole);
    submit(gpu.device, [await gpu.dispatch({ label: shader.name, flops: 0, shader }, bound)]);
    const got = new Float32Array(await gpu.readBack([whole(c!)]));
    for (const [row, column] of [
      [0, 0],
      [3, 129],
      [200, 511],
      [511, 260],
    ] as const) {
      let want = 0;
      for (let k = 0; k < size; k++)
        want += values[0]![k * size + row]! * values[1]![k * size + column]!;
      expect(got[row * size + column], matmulName(variant)).toBeCloseTo(want, 3);
    }
  }
  gpu.dispose();
});

describe("a benchmark of tiny shapes", () => {
  let report: BenchReport | null = null;

  test("runs to its end, telling how far it is", async () => {
    const progress: number[] = [];
    await runBench({
      ...{ adapter: "an adapter", isSoftware: true, quick: true, clock, plan },
      tuning: plainTuning,
      say: (event) => {
        report = withEvent(report, event);
        if (event.type === "progress") progress.push(event.done / event.total);
      },
    });
    expect(progress[0]).toBe(0);
    expect(progress).toEqual([...progress].sort((one, other) => one - other));
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  }, 480_000);

  test("has two losses, the same as a later check", async () => {
    expect(report!.check!.losses).toHaveLength(2);
    const again = await checkLosses(gpuDevice());
    expect(relativeError(again, report!.check!.losses)).toBeLessThan(1e-5);
  });

  test("knows what the adapter does at most", () => {
    const { gflops, gigabytesPerSecond, tried } = report!.ceiling!;
    expect(gflops).toBe(Math.max(...tried.map((one) => one.gflops)));
    expect(gigabytesPerSecond).toBeGreaterThan(0);
  });

  test("has each kernel with the right result, its time and its ratio", () => {
    expect(report!.kernels).toHaveLength(3 + 2 + 8);
    for (const row of report!.kernels) {
      expect(row.problem, row.name).toBeNull();
      expect(row.error, row.name).toBeLessThan(1e-3);
      for (const key of ["ms", "gflops", "ceilingShare", "tfjsRatio", "bandwidthShare"] as const) {
        expect(row[key], `${key} of ${row.name}`).toBeGreaterThan(0);
      }
    }
  });

  test("has what judging takes, ours and tfjs's", () => {
    const [row] = report!.evaluations;
    expect(row).toMatchObject({ preset: "s4", batch: 2, problem: null, tfjs: { batch: 2 } });
    expect(row!.dispatches).toBeLessThan(report!.steps[0]!.dispatches! / 2);
    expect(row!.gflops! * row!.ms!).toBeLessThan(report!.steps[0]!.gflops! * report!.steps[0]!.ms!);
    expect(row!.tfjsRatio).toBeGreaterThan(0);
  });

  test("has a step on the processor, beside tfjs's", () => {
    const { executor, batch, problem, ms, imagesPerSecond, tfjs, tfjsRatio } = report!.fallback!;
    expect(tfjsRatio).toBeCloseTo(tfjs!.ms / ms!, 5);
    expect({ executor, batch, problem }).toEqual({
      executor: "kernels/wasm",
      batch: 2,
      problem: null,
    });
    expect(imagesPerSecond).toBeCloseTo(2000 / ms!, 5);
  });

  test("has the step with what it takes, ours and tfjs's", () => {
    const [row] = report!.steps;
    expect(row).toMatchObject({ preset: "s4", timesteps: 4, batch: 2, note: "two against one" });
    expect(row!.problem).toBeNull();
    expect(row!.imagesPerSecond).toBeCloseTo(2000 / row!.ms!, 5);
    expect(row!.dispatches).toBeGreaterThan(10);
    expect(row!.tfjs!.dispatches).toBeGreaterThan(5 * row!.dispatches!);
    expect(row!.peakBytes).toBeGreaterThan(1e5);
    expect(row!.tfjs!.peakBytes).toBeGreaterThan(1e5);
    const perImage = row!.imagesPerSecond! / row!.tfjs!.imagesPerSecond;
    expect(row!.tfjsRatio).toBeCloseTo(perImage, 5);
  });
});

test("pictures as signed spikes are coded, convolved and differentiated as tfjs does it", async () => {
  await activateBackend("webgpu");
  const gpu = new EngineGpu(gpuDevice());
  const network = networkOf({ ...preset("vgg9", 10), timesteps: 5 }, "poisson");
  const model = { network, batch: 1, tuning: plainTuning };
  const own = [coding(model), ...firstLayer(model)];
  for (const workload of own) {
    const opened = await workload.open(gpu);
    expect(await opened.error(), workload.name).toBeLessThan(1e-3);
    opened.dispose();
  }
  gpu.dispose();
});

test("what the device refuses is the row's problem, and the rest goes on", async ({ skip }) => {
  const { kind, label } = await probeDevice();
  skip(kind === "gpu", `${label} may hold the batch of 100,000 that others refuse`);
  let report: BenchReport | null = null;
  await runBench({
    ...{ adapter: "an adapter", isSoftware: true, quick: true, clock },
    tuning: plainTuning,
    plan: {
      ...plan,
      kernels: { vgg9: nothing, s5: nothing },
      evaluations: [],
      steps: [
        { preset: "s4", batch: 100_000, tfjsBatch: null, note: null },
        { preset: "s4", batch: 1, tfjsBatch: null, note: null },
      ],
    },
    say: (event) => (report = withEvent(report, event)),
  });
  const [refused, fine] = report!.steps;
  expect(refused).toMatchObject({ imagesPerSecond: null, tfjsRatio: null });
  expect(refused!.problem).toMatch(/a batch of 100000 needs/);
  expect(fine!.problem).toBeNull();
  expect(fine!.imagesPerSecond).toBeGreaterThan(0);
});
