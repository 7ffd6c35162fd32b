import { expect, test } from "vitest";

import { preset } from "../../model/presets.ts";
import { annTwin } from "../../model/twin.ts";
import type { ModelSpec } from "../../model/spec.ts";
import { deviceLayout } from "../parameters.ts";
import { planStep } from "../trainer.ts";
import { networkOf } from "./network.ts";
import { plainTuning, type Tuning } from "./tuning.ts";

const limits = { maxStorageBufferBindingSize: 2 ** 30, maxBufferSize: 2 ** 30 };

const codesOf = (spec: ModelSpec, tuning: Tuning) => {
  const network = networkOf(spec, "direct");
  const { steps } = planStep({ layout: deviceLayout(network), tuning }, network, 4, limits);
  return steps.map(({ shader }) => `${shader.name} ${shader.code}`);
};

/** Names of the convolutions that another choice changes. */
function changed(spec: ModelSpec, change: Partial<Tuning>): string[] {
  const other = codesOf(spec, { ...plainTuning, ...change });
  const different = codesOf(spec, plainTuning).filter((code) => !other.includes(code));
  const names = different.map((code) => code.split(" ")[0]!);
  return [...new Set(names)].filter((name) => name !== "sum_pieces").sort();
}

const packed = { ...plainTuning.packedConv, quads: 2 };
const input = { ...plainTuning.inputGradient, quads: 2 };
const weight = { ...plainTuning.weightGradient, quads: 2 };
const many = { packedConv: packed, inputGradient: input, weightGradient: weight };
const few = { packedConvFew: packed, inputGradientFew: input, weightGradientFew: weight };

const [convolutions, gradients] = [
  ["input_gradient", "packed_conv", "weight_gradient"],
  ["input_gradient", "weight_gradient"],
];

test.each<[string, ModelSpec, string[], string[]]>([
  ["four steps", preset("s5", 10), [], convolutions],
  ["eight steps", { ...preset("s5", 10), timesteps: 8 }, [], convolutions],
  ["nine steps", { ...preset("s5", 10), timesteps: 9 }, convolutions, []],
  ["a net without spikes", annTwin(preset("s5", 10)), gradients, []],
])("%s: which variants it runs", (_, spec, byMany, byFew) => {
  expect(changed(spec, many)).toEqual(byMany);
  expect(changed(spec, few)).toEqual(byFew);
});
