import { describe, expect, test } from "vitest";

import { preset } from "../model/presets.ts";
import type { ModelSpec } from "../model/spec.ts";
import { annTwin } from "../model/twin.ts";
import { energyEstimate } from "./estimate.ts";
import { energyWords } from "./energy-words.ts";
import { weightedLayers } from "./layers.ts";

const lif = { norm: "bntt", activation: "lif" } as const;

/** 1 x 4 x 4, conv to 2, pooled to 2 x 2, fc of 8 to 3, readout of 3 to 2; T = 5. */
const small: ModelSpec = {
  ...preset("s4", 10),
  name: "small",
  timesteps: 5,
  input: [1, 4, 4],
  blocks: [
    { type: "conv", in: 1, out: 2, kernel: 3, ...lif },
    { type: "avgpool", size: 2 },
    { type: "linear", in: 8, out: 3, ...lif },
    { type: "readout", in: 3, out: 2 },
  ],
};

test("a small model is that worked by hand", () => {
  const estimate = energyEstimate(small, { spikeRates: [0.1, 0.2], inputRate: null });
  const [conv, fc, readout] = estimate.layers;
  // 3 x 3 x 1 x 2 weights at 16 places; 8 x 3; 3 x 2.
  expect(estimate.layers.map(({ macs }) => macs)).toEqual([288, 24, 6]);
  expect(conv).toMatchObject({ name: "conv 1", input: "analog", multiplyAdds: 1440, additions: 0 });
  // 32 neurons fire 0.1 times at each of 5 steps: 16 spikes, each to 3 targets.
  expect(fc).toMatchObject({ name: "fc 1", block: 2, pooled: 4, multiplyAdds: 0 });
  expect(fc!.additions).toBeCloseTo(16 * 3, 9);
  // 3 neurons, 0.2 a step, 5 steps: 3 spikes, each to 2 targets.
  expect(readout!.additions).toBeCloseTo(3 * 2, 9);
  expect(estimate).toMatchObject({ macs: 318, multiplyAdds: 1440, neurons: 35 });
  expect(estimate.additions).toBeCloseTo(54, 9);
  const [float, integer] = estimate.totals;
  expect(float!.snnPj).toBeCloseTo(1440 * 4.6 + 54 * 0.9, 6);
  expect(float!.twinPj).toBeCloseTo(318 * 4.6, 6);
  expect(integer!.snnPj).toBeCloseTo(1440 * 3.2 + 54 * 0.1, 6);
  expect(integer!.twinPj).toBeCloseTo(318 * 3.2, 6);
  expect(float!.ratio).toBeCloseTo(1462.8 / 6672.6, 9);
  // The pooled mean as one addition: 8 values x 0.1 x 5 steps x 3 targets.
  expect(float!.snnMeanRatePj).toBeCloseTo(1440 * 4.6 + (12 + 6) * 0.9, 6);
  expect(float!.leakPj).toBeCloseTo(35 * 5 * 4.6, 6);
});

test("additions are the spikes counted one by one: a row that the pooling drops reaches nothing", () => {
  const [side, channels, targets, steps] = [5, 2, 3, 2];
  const spec: ModelSpec = {
    ...small,
    timesteps: steps,
    input: [1, side, side],
    blocks: [
      { type: "conv", in: 1, out: channels, kernel: 1, ...lif },
      { type: "avgpool", size: 2 },
      { type: "conv", in: channels, out: targets, kernel: 1, ...lif },
      { type: "readout", in: targets * 4, out: 1 },
    ],
  };
  let additions = 0;
  for (let t = 0; t < steps; t++)
    for (let c = 0; c < channels; c++)
      for (let y = 0; y < side; y++)
        for (let x = 0; x < side; x++) if (y < 4 && x < 4) additions += targets;
  const { layers } = energyEstimate(spec, { spikeRates: [1, 0], inputRate: null });
  expect(layers[1]!.additions).toBe(additions);
  expect(layers[2]!.additions).toBe(0);
});

test("poisson coding: the first layer adds at the measured rate of the input", () => {
  const spec: ModelSpec = { ...small, coding: "poisson" };
  const { layers, multiplyAdds } = energyEstimate(spec, { spikeRates: [0, 0], inputRate: 0.25 });
  expect(layers[0]).toMatchObject({ input: "spikes", rate: 0.25, multiplyAdds: 0, pooled: 1 });
  expect(layers[0]!.additions).toBe(5 * 288 * 0.25);
  expect(multiplyAdds).toBe(0);
});

describe("what was not measured stays so", () => {
  test("a layer's rate", () => {
    const estimate = energyEstimate(small, { spikeRates: [0.1, null], inputRate: null });
    expect(estimate.layers.map(({ additions }) => additions)).toEqual([0, 48, null]);
    expect(estimate.additions).toBeNull();
    expect(estimate.totals).toMatchObject([
      { snnPj: null, ratio: null, snnMeanRatePj: null },
      { snnPj: null, ratio: null, snnMeanRatePj: null },
    ]);
    expect(estimate.totals[0]!.twinPj).toBeCloseTo(318 * 4.6, 6);
  });

  test("the input's rate", () => {
    const spec: ModelSpec = { ...small, coding: "poisson" };
    const estimate = energyEstimate(spec, { spikeRates: [0.1, 0.2], inputRate: null });
    expect(estimate.layers[0]).toMatchObject({ additions: null, snnPj: { float32: null } });
    expect(estimate.totals[1]!.snnPj).toBeNull();
  });

  test("silence is measured: it costs nothing and has no ratio", () => {
    const spec: ModelSpec = { ...small, coding: "poisson" };
    const [float] = energyEstimate(spec, { spikeRates: [0, 0], inputRate: 0 }).totals;
    expect(float).toMatchObject({ snnPj: 0, ratio: null });
  });
});

test("rates that are not the model's, or no rates, are refused", () => {
  const rates = (spikeRates: number[], inputRate: number | null = null) =>
    energyEstimate(small, { spikeRates, inputRate });
  expect(() => rates([0.1])).toThrow("energy/rates: 1 rates for 2 spiking blocks");
  expect(() => rates([0.1, 1.5])).toThrow("energy/rates: a rate is 1.5");
  expect(() => rates([0.1, NaN])).toThrow("energy/rates");
  expect(() => rates([0.1, 0.2], -1)).toThrow("energy/rates");
});

describe("S-VGG9 of FedSNN", () => {
  const vgg9 = preset("vgg9", 10);
  /** Each neuron and the input fire as often a step. */
  const at = (rate: number) =>
    energyEstimate(vgg9, { spikeRates: new Array<number>(8).fill(rate), inputRate: rate });

  test("does 194.7 million multiply-adds a step, layer by layer those of the notes", () => {
    const { layers, macs, neurons } = at(0);
    const millions = layers.map((layer) => [layer.name, (layer.macs / 1e6).toFixed(2)]);
    expect(millions).toEqual([
      ["conv 1", "1.77"],
      ["conv 2", "37.75"],
      ["conv 3", "18.87"],
      ["conv 4", "37.75"],
      ["conv 5", "18.87"],
      ["conv 6", "37.75"],
      ["conv 7", "37.75"],
      ["fc 1", "4.19"],
      ["readout", "0.01"],
    ]);
    expect((macs / 1e6).toFixed(1)).toBe("194.7");
    expect(neurons).toBe(246_784);
  });

  // Worked by hand: 4.6 / (0.9 x 5.3) = 0.964 spikes in 20 steps, 3.2 / (0.1 x 5.3) = 6.04.
  test.each([
    ["float32", 0, 0.0482],
    ["int32", 1, 0.302],
  ])("as papers count, %s is 5.3 times cheaper at a rate that is plausible", (_, which, rate) => {
    const { twinPj, snnMeanRatePj, snnPj } = at(rate).totals[which]!;
    expect(twinPj / snnMeanRatePj!).toBeCloseTo(5.3, 1);
    expect(snnPj).toBeGreaterThan(snnMeanRatePj!);
  });

  test("its layers behind a pooling get four spikes where papers count one", () => {
    const pooled = weightedLayers(vgg9).filter((layer) => layer.pooled === 4);
    expect(pooled.map(({ name }) => name)).toEqual(["conv 3", "conv 5", "fc 1"]);
    const [float] = at(0.05).totals;
    const more = pooled.reduce((sum, { macs }) => sum + macs, 0) * 3 * 0.05 * 20 * 0.9;
    expect(float!.snnPj! - float!.snnMeanRatePj!).toBeCloseTo(more, 0);
  });

  test("its twin by the same function is all multiply-adds, once", () => {
    const twin = energyEstimate(annTwin(vgg9), { spikeRates: [], inputRate: null });
    const { totals, multiplyAdds } = twin;
    expect(multiplyAdds).toBe(at(0).macs);
    expect(totals[0]!.snnPj).toBeCloseTo(at(0).totals[0]!.twinPj, 0);
    expect(totals[0]!.ratio).toBeCloseTo(1, 9);
  });

  test("on a graphics chip it costs twenty times the twin, and the words say so", () => {
    const { device, assumptions } = energyWords(at(0.05));
    expect(device).toContain("20 x 194,717,696 = 3,894,353,920 multiply-adds, 20 times");
    expect(assumptions.join(" ")).toContain("not what a device here draws");
    expect(assumptions.join(" ")).toContain("spikes with a sign");
    expect(assumptions.join(" ")).toContain("one addition instead");
  });
});

test("the ANN of FedSNN's code does 91 million multiply-adds, and its words know no spikes", () => {
  const spec = preset("vgg9-baseline", 10);
  const estimate = energyEstimate(spec, { spikeRates: [], inputRate: null });
  // By hand: 1.77 + 9.44 + 18.87 + 9.44 + 18.87 + 9.44 + 2.36 + 4.19 + 16.78 + 0.04
  expect((estimate.macs / 1e6).toFixed(1)).toBe("91.2");
  expect(estimate.totals[0]!.twinPj).toBeCloseTo(estimate.macs * 4.6, 0);
  const { formula, assumptions, device } = energyWords(estimate);
  expect([...formula, ...assumptions, device].join(" ")).not.toMatch(/[Ss]piking|[Tt]win| leak/);
  expect(device).toContain("91,201,536 for one picture");
});

test("the words follow the model: analog pixels, no pooling, nothing measured", () => {
  const { blocks } = small;
  const flat = { type: "linear", in: 32, out: 3, ...lif } as const;
  const spec: ModelSpec = { ...small, blocks: [blocks[0]!, flat, blocks[3]!] };
  const activity = { spikeRates: [0.1, 0.2], inputRate: null };
  const words = energyWords(energyEstimate(spec, activity)).assumptions.join(" ");
  expect(words).toContain("analog pixels and multiplies at each of the 5 steps");
  expect(words).not.toContain("Behind an average pooling");
  const missing = energyEstimate(small, { ...activity, spikeRates: [null, null] });
  expect(energyWords(missing).assumptions.join(" ")).toContain("needs not measured (float32)");
});
