import { expect, test } from "vitest";

import { preset } from "../../model/presets.ts";
import { annTwin } from "../../model/twin.ts";
import type { ModelSpec } from "../../model/spec.ts";
import { deviceLayout } from "../parameters.ts";
import { planStep } from "../trainer.ts";
import { type InputKind, networkOf } from "./network.ts";
import { plainTuning, type Tuning, variantsOf, withFirst } from "./tuning.ts";

interface Case {
  spec: ModelSpec;
  kind: InputKind;
}

const limits = { maxStorageBufferBindingSize: 2 ** 30, maxBufferSize: 2 ** 30 };

const codesOf = ({ spec, kind }: Case, tuning: Tuning) => {
  const network = networkOf(spec, kind);
  const { steps } = planStep({ layout: deviceLayout(network), tuning }, network, 4, limits);
  return steps.map(({ shader }) => `${shader.name} ${shader.code}`);
};

/** Names of the convolutions that another choice changes. */
function changed(one: Case, change: Partial<Tuning>): string[] {
  const other = codesOf(one, { ...plainTuning, ...change });
  const different = codesOf(one, plainTuning).filter((code) => !other.includes(code));
  const names = different.map((code) => code.split(" ")[0]!);
  return [...new Set(names)].filter((name) => name !== "sum_pieces").sort();
}

const packed = { ...plainTuning.packedConv, quads: 2 };
const input = { ...plainTuning.inputGradient, quads: 2 };
const weight = { ...plainTuning.weightGradient, quads: 2 };
const many = { packedConv: packed, inputGradient: input, weightGradient: weight };
const few = { packedConvFew: packed, inputGradientFew: input, weightGradientFew: weight };

const first = { packedConvFirst: packed, weightGradientFirst: weight };
const floats = {
  tileConvFloats: { ...plainTuning.tileConv, quads: 2 },
  weightGradientFloats: { ...weight, quads: 4 },
};

const [convolutions, gradients, ofPictures] = [
  ["input_gradient", "packed_conv", "weight_gradient"],
  ["input_gradient", "weight_gradient"],
  ["packed_conv", "weight_gradient"],
];
const ofFloats = ["tile_conv", "weight_gradient"];
const longer = (timesteps: number): ModelSpec => ({ ...preset("s5", 10), timesteps });
const direct = (spec: ModelSpec): Case => ({ spec, kind: "direct" });
const poisson = (spec: ModelSpec): Case => ({ spec, kind: "poisson" });

type Names = Record<"many" | "few" | "first" | "floats", string[]>;
const none: Names = { many: [], few: [], first: [], floats: [] };

test.each<[string, Case, Partial<Names>]>([
  ["four steps", direct(preset("s5", 10)), { few: convolutions, floats: ofFloats }],
  ["four steps of pictures", poisson(preset("s5", 10)), { few: convolutions }],
  ["eight steps", direct(longer(8)), { few: convolutions, floats: ofFloats }],
  ["nine steps", direct(longer(9)), { many: convolutions, floats: ofFloats }],
  ["nine steps of pictures", poisson(longer(9)), { many: convolutions, first: ofPictures }],
  ["a net without spikes", direct(annTwin(longer(4))), { many: gradients, floats: ofFloats }],
])("%s: which variants it runs", (_, one, names) => {
  const got: Names = {
    ...{ many: changed(one, many), few: changed(one, few) },
    ...{ first: changed(one, first), floats: changed(one, floats) },
  };
  expect(got).toEqual({ ...none, ...names });
});

test("a layer behind the first keeps its own variants, whatever the first one has", () => {
  const tuning = { ...plainTuning, ...first };
  const hidden = networkOf(longer(20), "poisson").layers[1]!;
  expect(variantsOf(tuning, hidden, 20)).toMatchObject({
    packedConv: plainTuning.packedConv,
    weightGradient: plainTuning.weightGradient,
  });
});

test.each([
  [12, "the hidden layers' kernels, as some lanes would have no work", many],
  [4, "the hidden layers' kernels, as each lane would have too much", many],
  [8, "its own, as each lane has channels of one of two pixels", null],
])("a first layer with kernels by %i lanes runs %s", (lanes, _, hidden) => {
  const conv = { quads: 1, steps: 1, weights: "lane", lanes } as const;
  const gradient = { quads: 1, threads: 2048, gradient: "lane", lanes } as const;
  const own = { packedConvFirst: conv, weightGradientFirst: gradient };
  const layer = networkOf(longer(20), "poisson").layers[0]!;
  expect(layer.to / 4).toBe(4);
  expect(variantsOf({ ...plainTuning, ...many, ...own }, layer, 20)).toMatchObject({
    packedConv: hidden?.packedConv ?? conv,
    weightGradient: hidden?.weightGradient ?? gradient,
  });
  const tile = { quads: 1, run: 4, weights: "lane", lanes } as const;
  const ofFloats = { tileConvFloats: tile, weightGradientFloats: gradient };
  const reader = networkOf(longer(20), "direct").layers[0]!;
  expect(variantsOf({ ...plainTuning, ...many, ...ofFloats }, reader, 20)).toMatchObject({
    tileConv: hidden ? plainTuning.tileConv : tile,
    weightGradient: hidden?.weightGradient ?? gradient,
  });
});

test("what was kept without variants for the first layer keeps the kernels that ran there", () => {
  const { tileConvFloats, weightGradientFloats, ...ofFive } = { ...plainTuning, ...many };
  expect([tileConvFloats, weightGradientFloats]).toEqual([null, null]);
  const { packedConvFirst, weightGradientFirst, ...older } = ofFive;
  expect(packedConvFirst).not.toEqual(packed);
  const completed = withFirst(older);
  expect(completed).toEqual({
    ...older,
    ...first,
    tileConvFloats: null,
    weightGradientFloats: null,
  });
  expect(weightGradientFirst).not.toEqual(completed.weightGradientFirst);
  const own = { ...plainTuning, ...first };
  expect(withFirst(own)).toEqual(own);
  expect(Object.keys(completed)).toEqual(Object.keys(plainTuning));
});
