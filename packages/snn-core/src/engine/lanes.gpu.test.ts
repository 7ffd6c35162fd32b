// Kernels whose lanes differ in channels out: on pictures as spikes and as floats they give the step of the
// plain kernels, and the same bits each time.

import { beforeAll, describe, expect, test } from "vitest";

import { expectNoProblems, testAdapter, testDevice } from "../testing/device.ts";
import { expectSameStep, fiftySteps, oneStep, threeLayers } from "../testing/engine.ts";
import { conv, givenBatch, model, pictures, readout } from "../testing/models.ts";
import type { Batch } from "../train/executor.ts";
import { fitsLanes } from "./kernels/lane-words.ts";
import { packedConv } from "./kernels/packed-conv.ts";
import { deviceLayout } from "./parameters.ts";
import type { Packed } from "./plan/form.ts";
import { networkOf } from "./plan/network.ts";
import { plainTuning, type Tuning } from "./plan/tuning.ts";
import { planStep } from "./trainer.ts";
import { lanesOf } from "./tuner/lanes.ts";

const FEATURE = "subgroups" as GPUFeatureName;

let device: GPUDevice;
let lanes = 0;

beforeAll(async () => {
  const adapter = await testAdapter();
  device = await testDevice({
    requiredFeatures: adapter.features.has(FEATURE) ? [FEATURE] : [],
  });
  lanes = lanesOf(device);
});

/** First layers by lane, of spikes and of floats. */
const byLane = (by: { lanes: number; quads: number }) =>
  ({
    ...plainTuning,
    packedConvFirst: { ...by, weights: "lane", steps: 1 },
    weightGradientFirst: { ...by, gradient: "lane", threads: 64 },
    tileConvFloats: { ...by, weights: "lane", run: 4 },
    weightGradientFloats: { ...by, gradient: "lane", threads: 64 },
  }) satisfies Tuning;

test("lavapipe has subgroups of eight lanes", ({ skip }) => {
  const isMeant = process.env["SPIKEFED_ADAPTER"] === "lavapipe" && process.arch === "x64";
  skip(!isMeant, "lanes of other adapters and processors differ");
  expect(lanes).toBe(8);
});

test("the same seed gives kernels by lane and by subgroup the same bits, fifty steps later", async ({
  skip,
}) => {
  const by = { lanes, quads: 1 };
  const layer = networkOf(threeLayers, "poisson").layers[0]!;
  skip(!fitsLanes(layer, by), `the layer has no work for ${lanes} lanes`);
  expectNoProblems(device);
  const tuning: Tuning = {
    ...byLane(by),
    packedConvFew: { ...by, weights: "subgroup", steps: 20 },
    inputGradientFew: { ...by, weights: "subgroup", run: 4 },
    weightGradientFew: { ...by, gradient: "subgroup", threads: 2048 },
  };
  const first = await fiftySteps({ spec: threeLayers, device, tuning }, 8);
  expect(new Set(first.losses).size).toBe(50);
  expect(await fiftySteps({ spec: threeLayers, device, tuning }, 8)).toEqual(first);
});

/** The step of these kernels is that of the plain ones, which take the batch whole. */
async function expectPlainStep(
  { spec, ...own }: Omit<Parameters<typeof oneStep>[0], "device">,
  batch: Batch,
): Promise<void> {
  expectSameStep(
    await oneStep({ spec, device, ...own }, batch),
    await oneStep({ spec, device }, batch),
  );
}

describe("the first layer's own variants", () => {
  // The second word of a picture is not full.
  const netOf = (channels: number, width: number, [colours, kernel] = [3, 3]) =>
    model(
      19,
      [colours, 5, width],
      [conv(colours, channels, kernel, "bn"), readout(5 * width * channels, 3)],
      "poisson",
    );
  const first = networkOf(netOf(64, 8), "poisson").layers[0]!;

  // Several pixels at once, one, and pixels side by side in teams of lanes.
  test.for([
    { channels: 64, width: 8, quads: 1, colours: 3, kernel: 3 },
    { channels: 64, width: 8, quads: 2, colours: 3, kernel: 3 },
    { channels: 64, width: 5, quads: 1, colours: 3, kernel: 3 },
    { channels: 16, width: 8, quads: 1, colours: 3, kernel: 3 },
    { channels: 16, width: 8, quads: 2, colours: 3, kernel: 3 },
    { channels: 128, width: 5, quads: 1, colours: 3, kernel: 3 },
    // Fewer values under the filter than lanes, one of them, and other kernels.
    { channels: 64, width: 8, quads: 1, colours: 1, kernel: 3 },
    { channels: 16, width: 8, quads: 1, colours: 2, kernel: 1 },
    { channels: 64, width: 8, quads: 2, colours: 1, kernel: 1 },
    { channels: 16, width: 8, quads: 1, colours: 1, kernel: 5 },
  ])(
    "kernels by lane, $channels channels, $quads groups each, rows of $width, $colours colours, kernel $kernel",
    async ({ channels, width, quads, colours, kernel }, { skip }) => {
      const by = { lanes, quads };
      const spec = netOf(channels, width, [colours, kernel]);
      const layer = networkOf(spec, "poisson").layers[0]!;
      const isFit = fitsLanes(layer, by);
      skip(!isFit, `the layer has no work for ${lanes} lanes`);
      expectNoProblems(device);
      const batch: Batch = { images: pictures(spec, 3), indices: [2, 0, 1], seed: 6 };
      await expectPlainStep({ spec, tuning: byLane(by) }, batch);
    },
  );

  // Floats as they are, of as many maps as there are steps, and bytes that are coded directly.
  test.for([
    { channels: 64, width: 8, coding: "poisson", given: true, activation: "lif" },
    { channels: 16, width: 8, coding: "poisson", given: true, activation: "lif" },
    { channels: 16, width: 8, coding: "direct", given: false, activation: "lif" },
    { channels: 16, width: 8, coding: "direct", given: false, activation: "relu" },
  ] as const)(
    "kernels by lane on floats, $channels channels, $coding, given as floats: $given, $activation",
    async ({ channels, width, coding, given, activation }, { skip }) => {
      const layers = [conv(3, channels, 3, "bn", activation), readout(5 * width * channels, 3)];
      const spec = model(activation === "relu" ? 1 : 4, [3, 5, width], layers, coding);
      const by = { lanes, quads: 1 };
      const layer = networkOf(spec, given ? "given" : coding).layers[0]!;
      skip(!fitsLanes(layer, by), "the layer has no work for so many lanes");
      expectNoProblems(device);
      const bytes: Batch = { images: pictures(spec, 3), indices: [2, 0, 1], seed: 6 };
      const batch = given ? givenBatch(spec, 3) : bytes;
      await expectPlainStep({ spec, tuning: byLane(by) }, batch);
    },
  );

  test.for(["spikes", "floats"] as const)(
    "kernels by lane on a batch in chunks, pictures as %s",
    async (values, { skip }) => {
      const spec = netOf(16, 8);
      const by = { lanes, quads: 1 };
      const kind = values === "spikes" ? "poisson" : "given";
      const network = networkOf(spec, kind);
      skip(!fitsLanes(network.layers[0]!, by), "the layer has no work for so many lanes");
      expectNoProblems(device);
      const tuning = byLane(by);
      const limits = { maxStorageBufferBindingSize: 100_000, maxBufferSize: 100_000 };
      const { plan } = planStep({ layout: deviceLayout(network), tuning }, network, 3, limits);
      expect(plan.layers[0]!.chunks.map(({ count }) => count)).toEqual([2, 1]);
      const bytes: Batch = { images: pictures(spec, 3), indices: [2, 0, 1], seed: 6 };
      const batch = values === "spikes" ? bytes : givenBatch(spec, 3);
      await expectPlainStep({ spec, tuning, limits }, batch);
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
