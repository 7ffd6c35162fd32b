// Kernel variants: whatever the tuner may choose gives the step of the plain kernels. Nine tunings
// in which each pair of values of (weights, size, quads) meets once stand for all twenty-seven.

import { beforeAll, describe, expect, test } from "vitest";

import type { ModelSpec } from "../model/spec.ts";
import { expectNoProblems, testAdapter, testDevice } from "../testing/device.ts";
import { expectSameStep, oneStep, type Step } from "../testing/engine.ts";
import { conv, givenBatch, linear, model, pictures, pool, readout } from "../testing/models.ts";
import type { Batch } from "../train/executor.ts";
import { fitsLanes } from "./kernels/lane-words.ts";
import { packedConv } from "./kernels/packed-conv.ts";
import type { WeightAccess } from "./kernels/shared-weights.ts";
import type { Packed } from "./plan/form.ts";
import { networkOf } from "./plan/network.ts";
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

describe("the first layer's own variants", () => {
  // The second word of a picture is not full.
  const netOf = (channels: number, width: number) =>
    model(
      19,
      [3, 5, width],
      [conv(3, channels, 3, "bn"), readout(5 * width * channels, 3)],
      "poisson",
    );
  const first = networkOf(netOf(64, 8), "poisson").layers[0]!;

  // Several pixels at once, one, and pixels side by side in teams of lanes.
  test.for([
    { channels: 64, width: 8, quads: 1 },
    { channels: 64, width: 8, quads: 2 },
    { channels: 64, width: 5, quads: 1 },
    { channels: 16, width: 8, quads: 1 },
    { channels: 16, width: 8, quads: 2 },
    { channels: 128, width: 5, quads: 1 },
  ])(
    "kernels by lane, $channels channels, $quads groups each, rows of $width",
    async ({ channels, width, quads }, { skip }) => {
      const by = { lanes, quads };
      const spec = netOf(channels, width);
      const layer = networkOf(spec, "poisson").layers[0]!;
      const isFit = fitsLanes(layer, by);
      skip(!isFit, `the layer has no work for ${lanes} lanes`);
      expectNoProblems(device);
      const batch: Batch = { images: pictures(spec, 3), indices: [2, 0, 1], seed: 6 };
      const tuning: Tuning = {
        ...plainTuning,
        packedConvFirst: { ...by, weights: "lane", steps: 1 },
        weightGradientFirst: { ...by, gradient: "lane", threads: 64 },
      };
      expectSameStep(
        await oneStep({ spec, device, tuning }, batch),
        await oneStep({ spec, device }, batch),
      );
    },
  );

  // Floats as they are, of as many maps as there are steps, and bytes that are coded directly.
  test.for([
    { channels: 64, width: 8, coding: "poisson", given: true },
    { channels: 16, width: 8, coding: "poisson", given: true },
    { channels: 16, width: 8, coding: "direct", given: false },
  ] as const)(
    "kernels by lane on floats, $channels channels, $coding, given as floats: $given",
    async ({ channels, width, coding, given }, { skip }) => {
      const layers = [conv(3, channels, 3, "bn"), readout(5 * width * channels, 3)] as const;
      const spec = model(4, [3, 5, width], [...layers], coding);
      const by = { lanes, quads: 1 };
      const layer = networkOf(spec, given ? "given" : coding).layers[0]!;
      skip(!fitsLanes(layer, by), "the layer has no work for so many lanes");
      expectNoProblems(device);
      const bytes: Batch = { images: pictures(spec, 3), indices: [2, 0, 1], seed: 6 };
      const batch = given ? givenBatch(spec, 3) : bytes;
      const tuning: Tuning = {
        ...plainTuning,
        tileConvFloats: { ...by, weights: "lane", run: 4 },
        weightGradientFloats: { ...by, gradient: "lane", threads: 64 },
      };
      expectSameStep(
        await oneStep({ spec, device, tuning }, batch),
        await oneStep({ spec, device }, batch),
      );
    },
  );

  test("a kernel by lane is made by thread where lanes would have no work", () => {
    const eight = { lanes: 8, quads: 2 };
    expect(fitsLanes(first, eight)).toBe(true);
    expect(fitsLanes({ ...first, to: 32 }, eight)).toBe(true);
    expect(fitsLanes({ ...first, to: 32, width: 7 }, eight)).toBe(false);
    expect(fitsLanes({ ...first, to: 48 }, eight)).toBe(false);
    expect(fitsLanes({ ...first, to: 20 }, { lanes: 8, quads: 1 })).toBe(false);
    expect(fitsLanes({ ...first, from: 8 }, eight)).toBe(false);
    expect(fitsLanes({ ...first, kernel: 5 }, eight)).toBe(false);
    expect(fitsLanes(first, { lanes: 4, quads: 2 })).toBe(false);
    const images = { first: 0, count: 2, batch: 2 };
    const codeOf = (weights: "lane" | "thread", to: number) =>
      packedConv(
        { ...first, form: first.input as Packed, to, timesteps: 19, images },
        { weights, lanes: weights === "lane" ? 8 : 0, quads: 2, steps: 1 },
      ).code;
    expect(codeOf("lane", 48)).toBe(codeOf("thread", 48));
    expect(codeOf("lane", 64)).not.toBe(codeOf("thread", 64));
  });
});
