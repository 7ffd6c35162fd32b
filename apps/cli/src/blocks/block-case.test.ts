import { encodeTensors } from "@spikefed/protocol";
import { describe, expect, test } from "vitest";

import { readBlockCase } from "./block-case.ts";

type Tensor = Parameters<typeof encodeTensors>[0][number];

const neuron = { leak: 0.95, threshold: 1, surrogateScale: 0.3, normEps: 1e-4 };
const bits = { inputScale: 1, inputBias: 0 };

/** T = 2, B = 1, one channel to two on 2 x 2, then a pooling. */
const conv = {
  ...{ block: "conv 1-2", index: 1, type: "conv", in: 1, out: 2, kernel: 3 },
  ...{ timesteps: 2, batch: 1, height: 2, width: 2, pool: 2, ...neuron, ...bits },
};

/** T = 2, B = 1, four values from 2 x 2 pixels to two. */
const linear = { ...conv, block: "linear 4-2", type: "linear", in: 4, kernel: null, pool: 1 };

/** T = 2, B = 1, two values to three classes. */
const readout = {
  ...{ block: "readout 2-3", index: 4, type: "readout", in: 2, out: 3, kernel: null },
  ...{ timesteps: 2, batch: 1, height: 1, width: 1, pool: 1, ...neuron, ...bits },
};

const length = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

/** Values 0, .5, 1, ... */
function f32(name: string, ...shape: number[]): Tensor {
  const data = Float32Array.from({ length: length(shape) }, (_, i) => i / 2);
  return { name, dtype: "F32", shape, data };
}

/** Bytes 0, 1, 0, 1, ... */
function u8(name: string, ...shape: number[]): Tensor {
  const data = Uint8Array.from({ length: length(shape) }, (_, i) => i % 2);
  return { name, dtype: "U8", shape, data };
}

const norm = ["gamma", "mean", "var", "grad.gamma"].map((name) => f32(name, 2, 2));

const convTensors = [
  ...[f32("weight", 2, 1, 3, 3), f32("grad.weight", 2, 1, 3, 3), f32("grad.input", 2, 1, 1, 2, 2)],
  ...[f32("upstream", 2, 1, 2, 1, 1), u8("input", 2, 1, 1, 2, 2), u8("output", 2, 1, 2, 2, 2)],
  ...norm,
];

const linearTensors = [
  ...[f32("weight", 2, 4), f32("grad.weight", 2, 4), f32("grad.input", 2, 1, 1, 2, 2)],
  ...[f32("upstream", 2, 1, 2, 1, 1), u8("input", 2, 1, 1, 2, 2), u8("output", 2, 1, 2, 1, 1)],
  ...norm,
];

const readoutTensors: Tensor[] = [
  ...[f32("weight", 3, 2), f32("grad.weight", 3, 2), f32("grad.input", 2, 1, 2, 1, 1)],
  ...[f32("logits", 1, 3), u8("input", 2, 1, 2, 1, 1)],
  { name: "loss", dtype: "F32", shape: [1], data: Float32Array.of(2.5) },
  { name: "labels", dtype: "I32", shape: [1], data: Int32Array.of(2) },
];

const file = (spec: object, tensors: readonly Tensor[]) =>
  encodeTensors(tensors, { spec: JSON.stringify(spec) });

const without = (name: string) => convTensors.filter((tensor) => tensor.name !== name);

describe("a block's file", () => {
  test("gives a convolution with what it was given and what came out", () => {
    const block = readBlockCase(file(conv, convTensors));
    if (block.kind !== "spiking") throw new Error(block.kind);
    expect(block.spec).toEqual(conv);
    expect([...block.input]).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
    expect(block.output).toHaveLength(16);
    expect([...block.upstream]).toEqual([0, 0.5, 1, 1.5]);
    expect(block.grad.weight.at(-1)).toBe(8.5);
    expect(block.grad.input).toHaveLength(8);
  });

  test("of the first block has no input gradient", () => {
    const block = readBlockCase(file({ ...conv, index: 0, inputBias: -1 }, without("grad.input")));
    expect(block).toMatchObject({ spec: { inputBias: -1 }, grad: { input: null } });
  });

  test("gives a linear block, whose output is one pixel", () => {
    const block = readBlockCase(file(linear, linearTensors));
    expect(block).toMatchObject({ kind: "spiking", output: Uint8Array.of(0, 1, 0, 1) });
  });

  test("gives the readout with labels, logits and loss", () => {
    const block = readBlockCase(file(readout, readoutTensors));
    const answer = { labels: Int32Array.of(2), logits: Float32Array.of(0, 0.5, 1), loss: 2.5 };
    expect(block).toMatchObject({ kind: "readout", ...answer });
  });
});

describe("a file that is no block is refused:", () => {
  test.each<[string, () => Uint8Array, string]>([
    ["no safetensors", () => new Uint8Array(3), "only 3 bytes"],
    ["no spec", () => encodeTensors([]), "__metadata__.spec is missing"],
    ["a spec that is no JSON", () => encodeTensors([], { spec: "{" }), "spec is not JSON"],
    [
      "a convolution without a kernel",
      () => file({ ...conv, kernel: null }, convTensors),
      'spec is not valid at "kernel"',
    ],
    [
      "an answer that is missing",
      () => file(conv, without("grad.gamma")),
      "tensor grad.gamma is missing",
    ],
    [
      "a later block without its input gradient",
      () => file(conv, without("grad.input")),
      "tensor grad.input is missing",
    ],
    [
      "spikes as floats",
      () => file(conv, [...without("input"), f32("input", 2, 1, 1, 2, 2)]),
      "input is F32 [2,1,1,2,2], the spec makes it U8 [2,1,1,2,2]",
    ],
    [
      "an upstream gradient before the pooling",
      () => file(conv, [...without("upstream"), f32("upstream", 2, 1, 2, 2, 2)]),
      "upstream is F32 [2,1,2,2,2], the spec makes it F32 [2,1,2,1,1]",
    ],
  ])("%s", (_, bytes, why) => {
    expect(() => readBlockCase(bytes())).toThrow(why);
  });
});
