import { describe, expect, test } from "vitest";

import { initState } from "./init.ts";
import { stateLayout, stateTensors } from "./layout.ts";
import { preset, presetNames } from "./presets.ts";
import { featureShapes } from "./shapes.ts";
import { annTwin } from "./twin.ts";

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
    expect(initState(spec, 3)).toEqual(initState(spec, 3));
    expect(initState(spec, 3)).not.toEqual(initState(spec, 4));
  });
});

test("the ANN twin has the same topology, ReLU, one shared norm and one step", () => {
  const twin = annTwin(preset("vgg9", 10));
  expect(twin.timesteps).toBe(1);
  expect(twin.coding).toBe("direct");
  expect(twin.blocks[0]).toMatchObject({ type: "conv", out: 64, norm: "bn", activation: "relu" });
  expect(featureShapes(twin)).toEqual(featureShapes(preset("vgg9", 10)));
});
