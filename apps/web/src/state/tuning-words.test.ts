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
    ["Kernels", "measured in 1.9 s"],
    ["Filters on spikes", "weights by subgroup, 20 steps x 8 channels a thread"],
    ["Filters on numbers", "weights by thread, 8 pixels x 4 channels a thread"],
    ["Gradient of inputs", "weights by thread, 8 pixels x 4 channels a thread"],
    ["Gradient of weights", "4 channels a thread, up to 8,192 threads"],
    [
      "Filters on spikes, few steps",
      "weights by workgroup, 8 steps of pixels side by side x 8 channels a thread",
    ],
    ["Gradient of inputs, few steps", "weights by thread, 8 pixels x 4 channels a thread"],
    ["Gradient of weights, few steps", "4 channels a thread, up to 8,192 threads"],
    [
      "Filters on pictures",
      "weights by subgroup, 10 steps of pixels side by side x 16 channels a thread",
    ],
    ["Gradient of weights on pictures", "8 channels a thread, up to 8,192 threads"],
    ["Filters on pictures as numbers", "weights by thread, 4 pixels x 4 channels a thread"],
    ["Gradient of weights on pictures as numbers", "as of the other layers"],
  ]);
  const words = (source: "kept" | "plain") => tuningRows({ tuning, source, ms: null })[0]![1];
  expect(words("kept")).toBe("kept from an earlier visit");
  expect(words("plain")).toBe("plain, which every device can run");
});

test("a kernel whose lanes differ in channels makes steps, not pixels side by side", () => {
  const byLane = { steps: 1, quads: 1, weights: "lane", lanes: 8 } as const;
  const words = tuningRows({
    ...{ tuning: { ...tuning, packedConvFirst: byLane }, source: "kept", ms: null },
  });
  expect(words).toContainEqual([
    "Filters on pictures",
    "weights by lane, 1 step x 4 channels a thread",
  ]);
});

test("an executor without variants has no such rows", () => {
  expect(tuningRows(null)).toEqual([]);
});
