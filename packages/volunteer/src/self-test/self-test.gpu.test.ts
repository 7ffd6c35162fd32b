// The self-test on the real engine of this adapter, as a volunteer runs it.

import { createExecutor, plainTuning, type Tuning } from "@spikefed/snn-core";
import { prepareNodeGpu } from "@spikefed/snn-core/node";
import { beforeAll, expect, test } from "vitest";

import { goldenCase } from "../testing/golden.ts";
import { SELF_TEST_CASES, selfTest } from "./self-test.ts";

const cases = SELF_TEST_CASES.map(goldenCase);

beforeAll(async () => {
  if (!(await prepareNodeGpu())) throw new Error("there is no WebGPU adapter for this test run");
});

const run = (executor: "engine" | "kernels", tuning?: Tuning) =>
  selfTest({
    cases,
    make: (spec) => createExecutor({ spec, executor, backend: "webgpu", tuning }),
    now: () => performance.now(),
    rest: () => new Promise(() => undefined),
    deadlineMs: Infinity,
  });

const shared = { weights: "thread", lanes: 0, quads: 2 } as const;
const packedConv = { ...plainTuning.packedConv, ...shared };
const inputGradient = { ...plainTuning.inputGradient, ...shared };
const weightGradient = { ...plainTuning.weightGradient, quads: 2, threads: 300 };
const tuned: Tuning = {
  ...{ packedConv, inputGradient, weightGradient },
  tileConv: { ...plainTuning.tileConv, ...shared },
  packedConvFew: { ...packedConv, steps: 8 },
  ...{ inputGradientFew: inputGradient, weightGradientFew: weightGradient },
};

test.each<[string, "engine" | "kernels", Tuning | undefined]>([
  ["the engine", "engine", undefined],
  ["the engine with other kernel variants", "engine", tuned],
  ["the older kernels", "kernels", undefined],
])("%s passes both cases", async (name, executor, tuning) => {
  const { problem, ms } = await run(executor, tuning);
  expect(problem).toBeNull();
  console.log(`${name}: ${cases.length} golden cases in ${(ms / 1000).toFixed(2)} s`);
});
