import { describe, expect, test } from "vitest";

import { plainTuning } from "../plan/tuning.ts";
import { candidateName, candidates } from "./candidates.ts";
import { lanesOf } from "./lanes.ts";
import { problemOf } from "./judge.ts";
import { completedReport, readTuning, TUNING_VERSION, type TuningReport } from "./tuning-report.ts";

const kept: TuningReport = {
  version: TUNING_VERSION,
  adapter: "a chip",
  tuning: plainTuning,
  ms: 900,
  tried: [{ kernel: "packedConv", variant: "plain", ms: 2, problem: null, isChosen: true }],
};

const { packedConv, tileConv, inputGradient, weightGradient } = plainTuning;
const manyOnly = { packedConv, tileConv, inputGradient, weightGradient };

const { tileConvFloats, weightGradientFloats, ...ofFive } = plainTuning;
const { packedConvFirst, weightGradientFirst, ...withoutFirst } = ofFive;
const older = { ...kept, version: 4, tuning: withoutFirst };
const beforeFloats = { ...kept, version: 5, tuning: ofFive };

describe("a report that was kept", () => {
  test("is read back on the same adapter", () => {
    expect(readTuning(JSON.parse(JSON.stringify(kept)), "a chip")).toEqual(kept);
  });

  test("may hold any variant that the tuner tries", () => {
    for (const { kernel, variant } of candidates(32)) {
      const tuning = { ...plainTuning, [kernel]: variant };
      expect(readTuning({ ...kept, tuning }, "a chip")).not.toBeNull();
    }
  });

  const bad: Record<string, unknown> = {
    nothing: null,
    "a text": "tuning",
    "another version": { ...kept, version: TUNING_VERSION + 1 },
    "one of the version before the first layer had its own": older,
    "one of the version before pictures as floats had their own": beforeFloats,
    "one of a version that did not know few steps": { ...kept, version: 3, tuning: manyOnly },
    "a version's number without its kernels": { ...kept, tuning: manyOnly },
    "a variant that is none": { ...kept, tuning: { ...plainTuning, packedConv: { steps: 1e9 } } },
    "a variant with more than it should have": {
      ...kept,
      tuning: { ...plainTuning, weightGradient: { ...plainTuning.weightGradient, code: "x" } },
    },
    "a kernel less": { ...kept, tuning: { packedConv: plainTuning.packedConv } },
    "no time": { ...kept, ms: "900" },
    "no list": { ...kept, tried: null },
    "a row of another shape": { ...kept, tried: [{ kernel: "packedConv" }] },
  };
  test.each(Object.entries(bad))("is refused: %s", (_, value) => {
    expect(readTuning(value, "a chip")).toBeNull();
  });

  test("of an older version gets for first layers what ran there", () => {
    expect([tileConvFloats, weightGradientFloats]).toEqual([null, null]);
    for (const one of [older, beforeFloats]) {
      const report = readTuning(completedReport(one), "a chip");
      expect(report).toEqual(kept);
      expect(report?.tuning).toEqual({
        ...{ ...withoutFirst, packedConvFirst, weightGradientFirst },
        ...{ tileConvFloats: null, weightGradientFloats: null },
      });
    }
    const own = { ...packedConvFirst, quads: 2 };
    const tuning = { ...ofFive, packedConvFirst: own };
    expect(completedReport({ ...beforeFloats, tuning })).toMatchObject({
      tuning: { packedConvFirst: own, tileConvFloats: null },
    });
  });

  test("of an older version loses a variant for first layers that is not tried any more", () => {
    const own = { quads: 2, threads: 2048, gradient: "lane", lanes: 8 } as const;
    const other = { ...plainTuning.weightGradient, quads: 2, threads: 32_768 };
    const tuning = { ...ofFive, weightGradient: other, weightGradientFirst: own };
    const report = readTuning(completedReport({ ...beforeFloats, tuning }), "a chip");
    expect(report?.tuning).toMatchObject({ weightGradient: other, weightGradientFirst: other });
  });

  test("may lack a choice for pictures as floats, and for nothing else", () => {
    for (const kernel of Object.keys(plainTuning) as (keyof typeof plainTuning)[]) {
      const read = readTuning({ ...kept, tuning: { ...plainTuning, [kernel]: null } }, "a chip");
      expect(read !== null).toBe(kernel.endsWith("Floats"));
    }
  });

  test("of any other version is left as it is", () => {
    for (const value of Object.values(bad).filter((one) => one !== older && one !== beforeFloats)) {
      expect(readTuning(completedReport(value), "a chip")).toBeNull();
    }
    expect(completedReport(kept)).toBe(kept);
  });

  test("may have the choice of the hidden layers for the first one", () => {
    for (const { kernel, variant } of candidates(32)) {
      if (kernel !== "packedConv" && kernel !== "weightGradient") continue;
      const tuning = { ...plainTuning, [`${kernel}First`]: variant };
      expect(readTuning({ ...kept, tuning }, "a chip")).not.toBeNull();
    }
  });

  test("is refused on another adapter", () => {
    expect(readTuning(kept, "another chip")).toBeNull();
  });
});

test("lanes are known where the device tells of subgroups of one size", () => {
  const features = { has: () => true };
  const sizes = (subgroupMinSize: number, subgroupMaxSize: number) => ({
    features,
    adapterInfo: { subgroupMinSize, subgroupMaxSize },
  });
  expect([lanesOf(sizes(32, 32)), lanesOf(sizes(8, 32)), lanesOf({ features })]).toEqual([
    32, 0, 0,
  ]);
  expect(lanesOf({ ...sizes(32, 32), features: { has: () => false } })).toBe(0);
});

describe("candidates", () => {
  test("begin with the plain variants, one of each kind, with many steps and with few", () => {
    const kinds = ["packedConv", "inputGradient", "weightGradient"] as const;
    const first = [...kinds, ...kinds.map((kind) => `${kind}Few` as const)];
    expect(candidates(8).slice(0, 6)).toEqual(
      first.map((kernel) => ({ kernel, variant: plainTuning[kernel] })),
    );
  });

  test("use subgroups only where all have as many lanes", () => {
    expect(candidates(0).filter((one) => candidateName(one).includes("subgroup"))).toEqual([]);
    expect(candidates(16).map(candidateName).join()).toContain("filters by subgroup of 16");
  });

  test("leave out what SwiftShader cannot compile", () => {
    const few = candidates(4).filter(({ kernel }) => kernel === "packedConvFew");
    expect(few.map(candidateName).join()).not.toContain("by workgroup");
  });

  test("have names of their own", () => {
    const names = candidates(8).map((one) => `${one.kernel} ${candidateName(one)}`);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("a result", () => {
  const samples = [
    { at: 0, value: 2 },
    { at: 2, value: -1 },
  ];
  const right = Float32Array.of(2, 5, -1);

  test("is right where it agrees with plain loops and with a result that passed", () => {
    expect(problemOf(right, samples, null)).toBeNull();
    expect(problemOf(Float32Array.of(2, 5.0001, -1), samples, right)).toBeNull();
  });

  test.each([
    ["a sampled value is off", [2.001, 5, -1]],
    ["a sampled value is no number", [NaN, 5, -1]],
    ["a value between the samples is off", [2, 5.01, -1]],
    ["a value between the samples is no number", [2, NaN, -1]],
    ["a value between the samples is infinite", [2, Infinity, -1]],
    ["it is too short", [2, 5]],
  ])("is wrong when %s", (_, values) => {
    expect(problemOf(Float32Array.from(values), samples, right)).not.toBeNull();
  });
});
