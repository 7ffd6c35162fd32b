// Kernel variants: whatever the tuner may choose gives the step of the plain kernels. Nine tunings
// in which each pair of values of (weights, size, quads) meets once stand for all twenty-seven.

import { beforeAll, describe, expect, test } from "vitest";

import type { ModelSpec } from "../model/spec.ts";
import { expectNoProblems, testAdapter, testDevice } from "../testing/device.ts";
import { expectSameStep, oneStep, type Step } from "../testing/engine.ts";
import { conv, givenBatch, linear, model, pictures, pool, readout } from "../testing/models.ts";
import type { Batch } from "../train/executor.ts";
import type { WeightAccess } from "./kernels/shared-weights.ts";
import { plainTuning, type Tuning, withoutFloats } from "./plan/tuning.ts";

const FEATURE = "subgroups" as GPUFeatureName;

let device: GPUDevice;
/** Lanes of every subgroup; 0 where they differ or the device has none. */
let lanes = 0;

beforeAll(async () => {
  const adapter = await testAdapter();
  const { subgroupMinSize: least, subgroupMaxSize: most } = adapter.info;
  if (adapter.features.has(FEATURE) && least !== undefined && least === most) lanes = least;
  device = await testDevice({ requiredFeatures: lanes > 0 ? [FEATURE] : [] });
});

const access = ["thread", "subgroup", "workgroup"] as const;
const quads = [1, 2, 4] as const;
const blockSteps = [20, 5, 1] as const;
const runs = [8, 4, 1] as const;

/** Rows of Taguchi's L9: columns of three levels, each pair of levels once in any two columns. */
const rows = [0, 1, 2].flatMap((a) => [0, 1, 2].map((b) => [a, b, (a + b) % 3] as const));

/** The kinds of kernel take different rows, so that one step tries four variants. */
function tuningOf(weights: WeightAccess["weights"], size: number, quad: number): Tuning {
  const shared = { weights, lanes: weights === "subgroup" ? lanes : 0 };
  const packedConv = { ...shared, steps: blockSteps[size]!, quads: quads[quad]! };
  const inputGradient = { ...shared, run: runs[(size + 1) % 3]!, quads: quads[quad]! };
  const weightGradient = {
    ...({ gradient: weights === "subgroup" ? "subgroup" : "thread", lanes: shared.lanes } as const),
    ...{ quads: quads[quad]!, threads: [1, 300, 20_000][size]! },
  };
  return {
    ...{ packedConv, inputGradient, weightGradient },
    tileConv: { ...shared, run: runs[size]!, quads: quads[(quad + 1) % 3]! },
    packedConvFew: packedConv,
    inputGradientFew: inputGradient,
    weightGradientFew: weightGradient,
    packedConvFirst: packedConv,
    weightGradientFirst: weightGradient,
    ...withoutFloats,
  };
}

interface Case {
  spec: ModelSpec;
  batch: Batch;
  plain: Step | null;
}

const floats = model(
  20,
  [16, 3, 5],
  [conv(16, 16, 3, "bn"), conv(16, 16, 2, "bn"), readout(240, 3)],
);
const bytes = model(
  5,
  [3, 5, 6],
  [conv(3, 16, 3, null), pool(2), linear(96, 16, null), readout(16, 3)],
  "poisson",
);
const images = pictures(bytes, 4);

const cases: Record<string, Case> = {
  "floats, 20 steps": { spec: floats, batch: givenBatch(floats, 2), plain: null },
  "bytes, 5 steps, a linear layer": {
    spec: bytes,
    batch: { images, indices: [3, 0, 2], seed: 6 },
    plain: null,
  },
};

describe.each(Object.entries(cases))("%s", (_, one) => {
  const { spec, batch } = one;
  const plainStep = async () => (one.plain ??= await oneStep({ spec, device }, batch));

  const named = rows.map(([a, b, c]) => [access[a]!, b, c] as const);
  test.for(named)("weights by %s, size %i, quads %i", async ([weights, size, quad], { skip }) => {
    skip(weights === "subgroup" && lanes === 0, "this adapter has no subgroups of one size");
    expectNoProblems(device);
    const tuning = tuningOf(weights, size, quad);
    expectSameStep(await oneStep({ spec, device, tuning }, batch), await plainStep());
  });

  test("the plain tuning is what runs when none is given", async () => {
    const step = await oneStep({ spec, device, tuning: plainTuning }, batch);
    expect(step.state).toEqual((await plainStep()).state);
  });
});
