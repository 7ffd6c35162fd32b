import { encodeTensors } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { createStrategy } from "./create-strategy.ts";
import { readServerState, writeServerState, type ServerState } from "./server-state.ts";

const state: ServerState = {
  kind: "fedadam",
  step: 12,
  arrays: { m: Float32Array.of(1, -2), v: Float32Array.of(0.5, 1e-45) },
};
const f32 = (name: string, ...values: number[]) =>
  ({ name, dtype: "F32", shape: [values.length], data: Float32Array.from(values) }) as const;

test("a state comes back as it was, and its bytes do not depend on the order of names", () => {
  expect(readServerState(writeServerState(state))).toEqual(state);
  const { m, v } = state.arrays;
  const other = writeServerState({ ...state, arrays: { v: v!, m: m! } });
  expect([...other]).toEqual([...writeServerState(state)]);
});

test.each<[string, Uint8Array, string]>([
  ["that is cut off", writeServerState(state).slice(0, -1), "tensors/corrupt"],
  ["of a model", encodeTensors([f32("0.weight", 1)]), "its step is "],
  ["without a step", encodeTensors([f32("m", 1)], { strategy: "fedadam", step: "0" }), "step is 0"],
  [
    "with NaN",
    encodeTensors([f32("m", 1, NaN)], { strategy: "fedadam", step: "1" }),
    "m holds a value that is not finite",
  ],
  [
    "of integers",
    encodeTensors([{ name: "m", dtype: "I32", shape: [1], data: Int32Array.of(1) }], {
      ...{ strategy: "fedadam", step: "1" },
    }),
    "m is not F32",
  ],
])("a file %s is refused", (_, bytes, fact) => {
  expect(() => readServerState(bytes)).toThrow(fact);
});

test.each<[string, ServerState, string]>([
  ["another strategy", { ...state, kind: "fedyogi" }, "it is of fedyogi"],
  ["a larger model", { ...state, arrays: { ...state.arrays, v: new Float32Array(3) } }, "v has 3"],
  ["fewer arrays", { ...state, arrays: { m: state.arrays["m"]! } }, "v has 0 values"],
  [
    "a negative second moment",
    { ...state, arrays: { ...state.arrays, v: Float32Array.of(1, -1e-9) } },
    "v is below zero",
  ],
])("a state of %s is not gone on with", (_, server, fact) => {
  const updates = [{ client: 1, delta: new Float32Array(2), samples: 1 }];
  const input = { base: new Float32Array(2), updates, trainable: 2, nonNegative: [] };
  const run = (from: ServerState) => () =>
    createStrategy({ kind: "fedadam" }).aggregate({ ...input, server: from });
  expect(run(state)).not.toThrow();
  expect(run(server)).toThrow("aggregate/server-state");
  expect(run(server)).toThrow(fact);
});
