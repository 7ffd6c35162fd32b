import { describe, expect, test } from "vitest";

import { initState } from "./init.ts";
import { stateLayout, stateTensors } from "./layout.ts";
import { preset, presetNames } from "./presets.ts";
import { featureShapes } from "./shapes.ts";
import type { Block } from "./spec.ts";
import { annTwin, isAnn } from "./twin.ts";

describe("presets", () => {
  test.each(presetNames)("%s fits together for 10 and 100 classes", (name) => {
    for (const classes of [10, 100]) {
      const shapes = featureShapes(preset(name, classes));
      expect(shapes.at(-1)).toEqual({ c: classes, h: 1, w: 1 });
    }
  });

  test("vgg9 has the weights and statistics of FedSNN's S-VGG9", () => {
    const layout = stateLayout(preset("vgg9", 10));
    const count = (kind: string) =>
      layout.entries.filter((e) => e.kind === kind).reduce((sum, e) => sum + e.length, 0);
    expect(count("weight")).toBe(5_938_880);
    expect(count("gamma")).toBe(43_520);
    expect(count("mean") + count("var")).toBe(87_040);
  });

  test("vgg9-baseline has the layers of FedSNN's models/vgg.py, and 22.75 million weights", () => {
    const { blocks } = preset("vgg9-baseline", 10);
    const words = blocks.map((block) => {
      if (block.type === "avgpool") return "A";
      const shown = block.type === "readout" ? [] : [block.norm, block.dropout ?? 0];
      return [block.type, block.in, block.out, ...shown].join(" ");
    });
    expect(words).toEqual([
      ...["conv 3 64 bn 0", "A", "conv 64 64 bn 0.3", "conv 64 128 bn 0", "A"],
      ...["conv 128 128 bn 0.3", "conv 128 256 bn 0", "A", "conv 256 256 bn 0", "A"],
      ...["conv 256 256 bn 0.3", "linear 1024 4096  0.5", "linear 4096 4096  0.5"],
      "readout 4096 10",
    ]);
    const weights = (classes: number) =>
      stateLayout(preset("vgg9-baseline", classes)).entries.reduce(
        (sum, { kind, length }) => sum + (kind === "weight" ? length : 0),
        0,
      );
    expect(weights(10)).toBe(22_746_816);
    expect(weights(100)).toBe(22_746_816 + 90 * 4096);
  });

  test.each(["s5-baseline", "vgg9-baseline"])("%s is an ANN, and its own twin", (name) => {
    const spec = preset(name, 10);
    expect(isAnn(spec)).toBe(true);
    expect(annTwin(spec)).toBe(spec);
    expect(isAnn(preset("s4", 10))).toBe(false);
  });

  test("an unknown name is refused with the names there are", () => {
    expect(() => preset("vgg10", 10)).toThrow(/there is no preset "vgg10"; there are s4, s5/);
    expect(() => preset("constructor", 10)).toThrow("model/preset");
  });

  test("a block that does not fit is named", () => {
    const spec = preset("s4", 10);
    const blocks = [...spec.blocks];
    blocks[2] = { type: "conv", in: 7, out: 32, kernel: 3, norm: "bntt", activation: "lif" };
    expect(() => featureShapes({ ...spec, blocks })).toThrow("block 2: takes 7, gets 16");
    expect(() => featureShapes({ ...spec, blocks: spec.blocks.slice(0, -1) })).toThrow("readout");
  });
});

test.each<[string, Partial<Block>, number, string]>([
  [
    "a spiking block",
    { activation: "lif", dropout: 0.3 },
    1,
    "dropout needs relu and timesteps = 1",
  ],
  [
    "more than one step",
    { activation: "relu", dropout: 0.3 },
    2,
    "dropout needs relu and timesteps",
  ],
  ["everything taken away", { activation: "relu", dropout: 1 }, 1, "dropout is 1, 0 to below 1 is"],
  ["less than nothing", { activation: "relu", dropout: -0.1 }, 1, "dropout is -0.1, 0 to below 1"],
  ["no number", { activation: "relu", dropout: NaN }, 1, "dropout is NaN"],
])("dropout with %s is refused", (_, change, timesteps, why) => {
  const first = { type: "conv", in: 3, out: 8, kernel: 3, norm: null, activation: "relu" } as const;
  const blocks = [
    { ...first, ...change } as Block,
    { type: "readout", in: 8192, out: 10 } as const,
  ];
  const spec = { ...preset("s4", 10), timesteps, blocks };
  expect(() => featureShapes(spec)).toThrow(`model/blocks: block 0: ${why}`);
});

test("a baseline's weights begin as FedSNN's code draws them: normal, by kind and size", () => {
  const spec = preset("s5-baseline", 10);
  const layout = stateLayout(spec);
  const state = initState(spec, 3);
  for (const { name, kind, shape, offset, length } of layout.entries) {
    if (kind !== "weight") continue;
    const values = [...state.subarray(offset, offset + length)];
    const [out, , k = 1] = shape as [number, number, number?];
    const deviation = shape.length === 4 ? Math.sqrt(2 / (k * k * out)) : 0.01;
    const moment = (power: number) =>
      values.reduce((sum, value) => sum + (value / deviation) ** power, 0) / length;
    // Five standard errors of the mean, the variance and the fourth moment of a normal.
    const error = 5 / Math.sqrt(length);
    expect(Math.abs(moment(1)), name).toBeLessThan(error);
    expect(Math.abs(moment(2) - 1), name).toBeLessThan(error * Math.SQRT2);
    expect(Math.abs(moment(4) - 3), name).toBeLessThan(error * Math.sqrt(96));
  }
});

describe("the flat state", () => {
  const spec = preset("s5", 10);
  const layout = stateLayout(spec);

  test("has no gap and no overlap, parameters first", () => {
    let offset = 0;
    for (const entry of layout.entries) {
      expect(entry.offset).toBe(offset);
      offset += entry.length;
      const running = entry.kind === "mean" || entry.kind === "var";
      expect(entry.offset >= layout.trainable).toBe(running);
    }
    expect(offset).toBe(layout.length);
  });

  test("starts with Xavier's spread at gain 2, gammas and variances 1, means 0", () => {
    const state = initState(spec, 3);
    for (const { name, kind, shape, data } of stateTensors(layout, state).map((t, i) => ({
      ...t,
      kind: layout.entries[i]!.kind,
    }))) {
      if (kind === "mean") expect(Math.max(...data.map(Math.abs))).toBe(0);
      else if (kind !== "weight") expect(data.every((v) => v === 1)).toBe(true);
      else {
        const field = (shape[2] ?? 1) * (shape[3] ?? 1);
        const bound = 2 * Math.sqrt(6 / (field * (shape[0]! + shape[1]!)));
        const variance = data.reduce((sum, v) => sum + v * v, 0) / data.length;
        const spread = Math.sqrt(variance) / (bound / Math.sqrt(3));
        expect(Math.abs(spread - 1), name).toBeLessThan(0.1);
      }
    }
  });

  test("is the same for the same seed and another one for another", () => {
    // Vitest compares so many values one by one, for seconds.
    const [first, again, other] = [3, 3, 4].map((seed) => initState(spec, seed).join());
    expect(again === first).toBe(true);
    expect(other === first).toBe(false);
  });
});

test("the ANN twin has the same topology, ReLU, one shared norm and one step", () => {
  const twin = annTwin(preset("vgg9", 10));
  expect(twin.timesteps).toBe(1);
  expect(twin.coding).toBe("direct");
  expect(twin.blocks[0]).toMatchObject({ type: "conv", out: 64, norm: "bn", activation: "relu" });
  expect(featureShapes(twin)).toEqual(featureShapes(preset("vgg9", 10)));
});
