// The tuner on a real device: what it tries is right, what is wrong never wins, and it keeps to its
// time.

import { beforeAll, describe, expect, test } from "vitest";

import { expectNoProblems, testAdapter, testDevice, watchBuffers } from "../../testing/device.ts";
import { probeDevice } from "../../gpu/probe.ts";
import { plainTuning, type Tuning } from "../plan/tuning.ts";
import { type Candidate, candidateName, candidates } from "./candidates.ts";
import { type KernelCall, makeKernels, type MakeKernels } from "./trial.ts";
import { PATIENT_TUNING_MS, tuneEngine, type TuneOptions } from "./tuner.ts";
import { readTuning } from "./tuning-report.ts";
import { winner } from "./winner.ts";

const FEATURE = "subgroups" as GPUFeatureName;
const now = () => performance.now();

let device: GPUDevice;

beforeAll(async () => {
  const { features } = await testAdapter();
  device = await testDevice({ requiredFeatures: features.has(FEATURE) ? [FEATURE] : [] });
});

const tune = (options: Partial<TuneOptions> = {}) =>
  tuneEngine({ device, adapter: "test", now, budgetMs: PATIENT_TUNING_MS, ...options });

/** Those that no lack of time leaves out. */
const always = candidates(0).slice(0, 6);
const { packedConvFirst, weightGradientFirst, tileConv, weightGradientFew } = plainTuning;
const plain: Candidate[] = [
  ...always,
  { kernel: "packedConvFirst", variant: packedConvFirst },
  { kernel: "weightGradientFirst", variant: weightGradientFirst },
  { kernel: "tileConvFloats", variant: tileConv },
  { kernel: "weightGradientFloats", variant: weightGradientFew },
];
/** Where all of these are tried and no other is right. */
const plainChosen: Tuning = {
  ...plainTuning,
  ...{ tileConvFloats: tileConv, weightGradientFloats: weightGradientFew },
};
/** Cheap to compile. */
const others: Candidate[] = [
  { kernel: "packedConv", variant: { steps: 5, quads: 1, weights: "thread", lanes: 0 } },
  { kernel: "inputGradient", variant: { run: 4, quads: 1, weights: "thread", lanes: 0 } },
  { kernel: "weightGradient", variant: { ...plainTuning.weightGradient, threads: 32_768 } },
  { kernel: "packedConvFew", variant: { steps: 8, quads: 1, weights: "thread", lanes: 0 } },
  { kernel: "weightGradientFew", variant: { ...plainTuning.weightGradient, threads: 32_768 } },
  { kernel: "packedConvFirst", variant: { steps: 10, quads: 2, weights: "thread", lanes: 0 } },
  { kernel: "weightGradientFirst", variant: { ...plainTuning.weightGradient, quads: 2 } },
  { kernel: "tileConvFloats", variant: { ...tileConv, run: 4 } },
  { kernel: "weightGradientFloats", variant: { ...weightGradientFew, quads: 2 } },
];
const list = [...plain, ...others];

test("each candidate shows a right result, and the winner of each kind is chosen", async () => {
  expectNoProblems(device);
  const report = await tune({ list });
  expect(report.tried.map(({ kernel }) => kernel)).toEqual(list.map(({ kernel }) => kernel));
  expect(report.tried.filter(({ problem }) => problem !== null)).toEqual([]);
  for (const { kernel } of plain) {
    const own = report.tried.filter((one) => one.kernel === kernel);
    const chosen = own.filter(({ isChosen }) => isChosen);
    const entrants = own.map((one, i) => ({ ...one, ms: one.ms!, isPlain: i === 0 }));
    const { isPlain, ...won } = winner(entrants)!;
    expect(chosen).toEqual([won]);
    const names = list.map(candidateName);
    const at = names.findIndex(
      (name, i) => name === chosen[0]!.variant && list[i]!.kernel === kernel,
    );
    expect(report.tuning[kernel]).toEqual(list[at]!.variant);
  }
  expect(report.tuning.tileConv).toEqual(plainTuning.tileConv);
});

test("without time the plain variants are checked and kept, and no buffer stays", async () => {
  const watched = watchBuffers(device);
  const report = await tune({ budgetMs: 0 });
  expect(report.tuning).toEqual(plainTuning);
  expect(report.tried.map(({ problem }) => problem)).toEqual(always.map(() => null));
  expect(watched.destroyed).toBe(watched.created);
  expect(readTuning(JSON.parse(JSON.stringify(report)), "test")).toEqual(report);
});

test("without time for the first layer it runs what the hidden layers do", async () => {
  const gradient = others[2]!;
  const { tuning } = await tune({ list: [others[0]!, gradient] });
  expect(tuning).toEqual({
    ...plainTuning,
    ...{ packedConv: others[0]!.variant, packedConvFirst: others[0]!.variant },
    ...{ weightGradient: gradient.variant, weightGradientFirst: gradient.variant },
  });
});

/** The engine's kernels, but `spoil` changes those that are not the plain ones. */
const spoilt =
  (spoil: (call: KernelCall) => KernelCall): MakeKernels =>
  (candidate, trial) => {
    const calls = makeKernels(candidate, trial);
    const isPlain = plain.some((one) => JSON.stringify(one) === JSON.stringify(candidate));
    return isPlain ? calls : calls.map(spoil);
  };

const recoded =
  (change: (code: string) => string) =>
  ({ shader, bound }: KernelCall): KernelCall => ({
    shader: { ...shader, code: change(shader.code) },
    bound,
  });

describe("a bad variant can never be chosen", () => {
  const ways: Record<string, (call: KernelCall) => KernelCall> = {
    "a sum that is a little off": recoded((code) =>
      code.replaceAll(/ = (a[\d_]+(?: \* f32\([\d.]+\))?|total);/g, " = 1.001 * $1;"),
    ),
    "sums that are no numbers": recoded((code) =>
      code.replaceAll(
        / = (a[\d_]+(?: \* f32\([\d.]+\))?|total);/g,
        " = $1 * bitcast<f32>(0x7fc00000u + u32(id & 1));",
      ),
    ),
    "a kernel that does not compile": recoded(() => "this is no shader"),
    "a kernel that binds less than it is given": ({ shader, bound }) => ({
      shader,
      bound: bound.slice(1),
    }),
    "one that leaves what was there": ({ shader, bound }) => ({
      shader: { ...shader, workgroups: 0 },
      bound,
    }),
  };
  test.each(Object.entries(ways))("%s", async (_, spoil) => {
    expectNoProblems(device);
    const { tuning, tried } = await tune({ list, make: spoilt(spoil) });
    expect(tuning).toEqual(plainChosen);
    for (const { problem, ms, isChosen } of tried.slice(plain.length)) {
      expect(problem).not.toBeNull();
      expect({ ms, isChosen }).toEqual({ ms: null, isChosen: false });
    }
    for (const { problem, isChosen } of tried.slice(0, plain.length)) {
      expect({ problem, isChosen }).toEqual({ problem: null, isChosen: true });
    }
  });

  test("not one that is wrong with few steps alone, in the runs of pixels", async () => {
    const make = spoilt(recoded((code) => code.replaceAll("vec4<f32>(s1_0)", "vec4<f32>(s2_0)")));
    const { tuning, tried } = await tune({ list, make });
    expect(tuning.packedConvFew).toEqual(plainTuning.packedConvFew);
    const refused = tried.filter(({ problem }) => problem !== null);
    expect(refused.map(({ kernel }) => kernel)).toEqual(["packedConvFew"]);
  });

  test("not one that takes the sign of a picture's spikes for a number", async () => {
    const make = spoilt(recoded((code) => code.replaceAll("bitcast<i32>(", "(")));
    const { tuning, tried } = await tune({ list, make });
    expect(tuning).toMatchObject({ packedConvFirst, weightGradientFirst });
    const refused = tried.filter(({ problem }) => problem !== null);
    expect(refused.map(({ kernel }) => kernel)).toEqual(["packedConvFirst", "weightGradientFirst"]);
  });

  test("not even the plain one; it stays, and the report says why", async () => {
    const make: MakeKernels = (candidate, trial) =>
      makeKernels(candidate, trial).map(recoded((code) => code.replaceAll(" = a", " = 0.9 * a")));
    const { tuning, tried } = await tune({ budgetMs: 0, make });
    expect(tuning).toEqual(plainTuning);
    expect(tried.every(({ problem, isChosen }) => problem !== null && !isChosen)).toBe(true);
  });
});

test("all of it takes less than three seconds on a graphics chip", async ({ skip }) => {
  const { kind, label } = await probeDevice();
  skip(kind !== "gpu", `${label} compiles each variant for longer than a faster one could save`);
  const { ms, tried, tuning } = await tuneEngine({ device, adapter: label, now });
  const chosen = tried.filter(({ isChosen }) => isChosen).map(({ kernel }) => kernel);
  const told = `${ms.toFixed(0)} ms for ${tried.length} variants on ${label}`;
  console.log(`tuner: ${told}; ${JSON.stringify(tuning)}`);
  expect(chosen).toEqual(expect.arrayContaining(plain.map(({ kernel }) => kernel)));
  expect(ms, told).toBeLessThan(3000);
});
