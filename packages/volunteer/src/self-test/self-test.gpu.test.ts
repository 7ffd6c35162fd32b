// The self-test on the real engine of this adapter, as a volunteer runs it.

import {
  activateBackend,
  createExecutor,
  gpuDevice,
  plainTuning,
  probeDevice,
  type Tuning,
} from "@spikefed/snn-core";
import { prepareNodeGpu } from "@spikefed/snn-core/node";
import { beforeAll, expect, onTestFinished, test } from "vitest";

import { goldenCase } from "../testing/golden.ts";
import { SELF_TEST_CASES, selfTest } from "./self-test.ts";

const cases = SELF_TEST_CASES.map(goldenCase);

beforeAll(async () => {
  if (!(await prepareNodeGpu())) throw new Error("there is no WebGPU adapter for this test run");
});

const run = (executor: "engine" | "kernels", tuning?: Tuning, chosen = cases) =>
  selfTest({
    cases: chosen,
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
  ...{ packedConvFirst: packedConv, weightGradientFirst: weightGradient },
  tileConvFloats: { ...plainTuning.tileConv, ...shared, run: 4 },
  weightGradientFloats: { ...weightGradient, threads: 100 },
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

/** Kernels of a name whose source has `of` are compiled with a mistake, until the test ends. */
async function plant(name: string, of: string, [right, wrong]: [string, string]): Promise<void> {
  await activateBackend("webgpu");
  const device = gpuDevice();
  const make = device.createShaderModule.bind(device);
  onTestFinished(() => {
    device.createShaderModule = make;
  });
  device.createShaderModule = (descriptor) => {
    const { label, code } = descriptor;
    const isMeant = label === name && code.includes(of);
    return make(isMeant ? { ...descriptor, code: code.replaceAll(right, wrong) } : descriptor);
  };
}

test.each<[string, string, string, [string, string]]>([
  [
    "a run of pixels with 32 channels that takes its neighbour's spikes",
    "runs-t4",
    "* 8 + quad",
    ["vec4<f32>(s1_0)", "vec4<f32>(s2_0)"],
  ],
  [
    "the last of twenty steps that is a hundredth off",
    "spikes-t20",
    "a19_0",
    ["a19_0 = fma(vec4<f32>(s)", "a19_0 = fma(vec4<f32>(1.01 * s)"],
  ],
])("%s fails", async (_, name, of, mistake) => {
  await plant("packed_conv", of, mistake);
  const golden = goldenCase(name);
  const { problem } = await run("engine", undefined, [golden]);
  expect(problem).toMatch(`this graphics driver computes wrong results (${name}: step1/`);
});

test("both cases, whose kernels the tests before compiled, take less than two seconds on a graphics chip", async ({
  skip,
}) => {
  const { kind, label } = await probeDevice();
  skip(kind !== "gpu", `${label} compiles kernels for longer than a chip computes`);
  const { problem, ms } = await run("engine");
  expect(problem).toBeNull();
  console.log(`self-test on ${label}: ${ms.toFixed(0)} ms`);
  expect(ms, `${ms.toFixed(0)} ms on ${label}`).toBeLessThan(2000);
});
