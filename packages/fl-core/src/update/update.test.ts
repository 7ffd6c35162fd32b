import { encodeTensors, type NamedTensor } from "@spikefed/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";

import { readState, readUpdate } from "./read-update.ts";
import { varianceSlots, type Layout } from "./slot.ts";
import { maxUpdateBytes, writeState, writeUpdate } from "./write-update.ts";

const layout: Layout = [
  { name: "0.weight", shape: [2, 3], offset: 0, length: 6 },
  { name: "0.gamma", shape: [1, 2], offset: 6, length: 2 },
  { name: "0.var", shape: [1, 2], offset: 8, length: 2 },
];
const length = 10;
const tensor = (name: string, shape: number[], values?: number[]): NamedTensor => {
  const size = shape.reduce((product, n) => product * n, 1);
  return {
    name,
    dtype: "F32",
    shape,
    data: Float32Array.from(values ?? Array<number>(size).fill(1)),
  };
};
const good = [tensor("0.weight", [2, 3]), tensor("0.gamma", [1, 2]), tensor("0.var", [1, 2])];
const read = (tensors: readonly NamedTensor[]) =>
  readUpdate(encodeTensors(tensors), layout, length);

test("what was written is read, value by value", () => {
  const flat = fc.float32Array({
    minLength: length,
    maxLength: length,
    min: -60,
    max: 60,
    noNaN: true,
  });
  fc.assert(
    fc.property(flat, flat, (before, after) => {
      const delta = readUpdate(writeUpdate(layout, before, after), layout, length);
      expect(delta).toEqual(after.map((x, p) => x - before[p]!));
      expect(readState(writeState(layout, after), layout, length)).toEqual(after);
    }),
  );
});

test("tensors may come in any order", () => {
  const values = [tensor("0.var", [1, 2], [7, 8]), good[1]!, good[0]!];
  expect([...read(values)]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 7, 8]);
});

test.each<[string, NamedTensor[], string]>([
  ["a missing tensor", good.slice(1), "tensor 0.weight is missing, the model has [2, 3]"],
  ["a transposed tensor", [tensor("0.weight", [3, 2]), ...good.slice(1)], "is [3, 2]"],
  ["a flattened tensor", [tensor("0.weight", [6]), ...good.slice(1)], "is [6]"],
  ["a tensor too many", [...good, tensor("evil", [1])], "tensor evil is there"],
  [
    "integers",
    [{ ...good[0]!, dtype: "I32", data: new Int32Array(6) }, ...good.slice(1)],
    "0.weight is I32",
  ],
])("%s is refused by name", (_, tensors, fact) => {
  expect(() => read(tensors)).toThrow("update/shape");
  expect(() => read(tensors)).toThrow(fact);
});

test("NaN and infinity are refused at every place", () => {
  for (const bad of [NaN, Infinity, -Infinity]) {
    for (let index = 0; index < 6; index++) {
      const values = Array<number>(6).fill(0).with(index, bad);
      const tensors = [tensor("0.weight", [2, 3], values), ...good.slice(1)];
      expect(() => read(tensors)).toThrow(
        `update/not-finite: tensor 0.weight holds ${bad} at ${index}`,
      );
    }
  }
});

test("a change of 2^14 is the largest that is accepted", () => {
  const withValue = (value: number) => [good[0]!, good[1]!, tensor("0.var", [1, 2], [0, value])];
  expect(read(withValue(-(2 ** 14)))[9]).toBe(-(2 ** 14));
  expect(() => read(withValue(2 ** 14 + 0.01))).toThrow("update/range");
  expect(() => readState(encodeTensors(withValue(1e9)), layout, length)).not.toThrow();
});

test("bytes of any kind are read or refused, never anything else", () => {
  const valid = encodeTensors(good);
  fc.assert(
    fc.property(fc.nat(valid.length - 1), fc.nat(255), fc.nat(valid.length), (at, value, end) => {
      const broken = valid.slice(0, end);
      if (at < end) broken[at] = value;
      try {
        readUpdate(broken, layout, length);
      } catch (error) {
        expect(error).toMatchObject({ name: "SpikefedError" });
      }
    }),
    { numRuns: 5000 },
  );
});

test("tensors that share their bytes are refused, so a small file stays small", () => {
  const entry = '{"dtype":"F32","shape":[2],"data_offsets":[0,8]}';
  const header = `{"a":${entry},"b":${entry}}`;
  const bytes = new Uint8Array(8 + header.length + 8);
  bytes[0] = header.length;
  bytes.set(new TextEncoder().encode(header), 8);
  expect(() => readUpdate(bytes, layout, length)).toThrow("tensors/corrupt");
});

test("the limit in bytes holds what is written, and not much more", () => {
  const bytes = writeUpdate(layout, new Float32Array(length), new Float32Array(length).fill(9));
  expect(bytes.length).toBeLessThanOrEqual(maxUpdateBytes(layout));
  expect(maxUpdateBytes(layout)).toBeLessThan(bytes.length + 1000);
});

test("running variances are found by their name", () => {
  expect(varianceSlots(layout)).toEqual([layout[2]]);
});
