import { plainTuning } from "@spikefed/snn-core";
import { expect, test } from "vitest";
import { tuningRows } from "./tuning-words.ts";

const tuning = {
  ...plainTuning,
  packedConv: { steps: 20, quads: 2, weights: "subgroup", lanes: 32 } as const,
  packedConvFirst: { steps: 10, quads: 4, weights: "subgroup", lanes: 32 } as const,
  weightGradientFirst: { ...plainTuning.weightGradient, quads: 2 },
  tileConvFloats: { ...plainTuning.tileConv, run: 4 },
  packedConvFew: { steps: 8, quads: 2, weights: "workgroup", lanes: 0 } as const,
};

test("the variants that run, and where the choice comes from", () => {
  expect(tuningRows({ tuning, source: "measured", ms: 1940 })).toEqual([
    ["Kernels", "measured in 1.9\u00a0s"],
    ["Filters on spikes", "20 time steps and 8 channels per thread, weights shared by subgroup"],
    [
      "Filters on numbers",
      "8 neighbouring pixels and 4 channels per thread, weights read by each thread",
    ],
    [
      "Gradient of inputs",
      "8 neighbouring pixels and 4 channels per thread, weights read by each thread",
    ],
    ["Gradient of weights", "4 channels per thread, about 8,192 threads"],
    [
      "Filters on spikes, few time steps",
      "8 time steps of neighbouring pixels and 8 channels per thread, weights shared by workgroup",
    ],
    [
      "Gradient of inputs, few time steps",
      "8 neighbouring pixels and 4 channels per thread, weights read by each thread",
    ],
    ["Gradient of weights, few time steps", "4 channels per thread, about 8,192 threads"],
    [
      "Filters of the first layer, pictures as spikes",
      "10 time steps of neighbouring pixels and 16 channels per thread, weights shared by subgroup",
    ],
    [
      "Gradient of the first layer's weights, pictures as spikes",
      "8 channels per thread, about 8,192 threads",
    ],
    [
      "Filters of the first layer, pictures as numbers",
      "4 neighbouring pixels and 4 channels per thread, weights read by each thread",
    ],
    ["Gradient of the first layer's weights, pictures as numbers", "same as the hidden layers"],
  ]);
});

test.each([
  ["kept", "kept from an earlier visit"],
  ["plain", "plain, which every device can run"],
  ["given", "as asked for"],
  ["measured", "measured on this device"],
] as const)("kernels that are %s and not timed say so", (source, words) => {
  expect(tuningRows({ tuning, source, ms: null })[0]).toEqual(["Kernels", words]);
});

test("a kernel whose lanes differ in channels makes steps, not those of neighbouring pixels", () => {
  const byLane = { steps: 1, quads: 1, weights: "lane", lanes: 8 } as const;
  const words = tuningRows({
    ...{ tuning: { ...tuning, packedConvFirst: byLane }, source: "kept", ms: null },
  });
  expect(words).toContainEqual([
    "Filters of the first layer, pictures as spikes",
    "1 time step and 4 channels per thread, each lane with weights of its own",
  ]);
});

test("an executor without variants has no such rows", () => {
  expect(tuningRows(null)).toEqual([]);
});
