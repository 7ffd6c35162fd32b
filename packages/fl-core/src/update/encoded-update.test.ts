// Updates in every encoding, from change to bytes to sum.

import { encodeTensors, type UpdateEncoding } from "@spikefed/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createStrategy } from "../aggregate/create-strategy.ts";
import { readUpdate } from "./read-update.ts";
import { smallLayout } from "./testing/small-layout.ts";
import { encodeUpdate, maxUpdateBytes } from "./write-update.ts";

const layout = smallLayout;
const length = 14;
const parameters = 10;
const encodings: UpdateEncoding[] = [
  { kind: "float32" },
  { kind: "float16" },
  { kind: "int8" },
  { kind: "top-k", share: 0.25 },
];
const zeros = new Float32Array(length);

const encode = (after: Float32Array, encoding: UpdateEncoding, seed = 1) =>
  encodeUpdate({ layout, before: zeros, after, encoding, seed, remainder: null });
const read = (bytes: Uint8Array, encoding: UpdateEncoding) =>
  readUpdate(bytes, layout, length, encoding);

/** Change of a round whose variance falls from 300 to 0.01. */
const change = Float32Array.of(...[0.5, -0.25, 1, 0.125, -1, 0.75, 0, 2], 0.1, -0.2, ...[40, -3]);
const sample = Float32Array.from([...change, -299.99, 7.7]);

const golden: Record<UpdateEncoding["kind"], [header: object, data: string]> = {
  float32: [
    {
      "0.weight": { dtype: "F32", shape: [2, 4], data_offsets: [0, 32] },
      "0.gamma": { dtype: "F32", shape: [1, 2], data_offsets: [32, 40] },
      "0.mean": { dtype: "F32", shape: [1, 2], data_offsets: [40, 48] },
      "0.var": { dtype: "F32", shape: [1, 2], data_offsets: [48, 56] },
    },
    "0000003f" +
      "000080be" +
      "0000803f" +
      "0000003e" +
      "000080bf" +
      "0000403f" +
      "00000000" +
      "00000040" +
      "cdcccc3d" +
      "cdcc4cbe",
  ],
  float16: [
    {
      "0.weight": { dtype: "F16", shape: [2, 4], data_offsets: [0, 16] },
      "0.gamma": { dtype: "F16", shape: [1, 2], data_offsets: [16, 20] },
      "0.mean": { dtype: "F32", shape: [1, 2], data_offsets: [20, 28] },
      "0.var": { dtype: "F32", shape: [1, 2], data_offsets: [28, 36] },
    },
    "0038" + "00b4" + "003c" + "0030" + "00bc" + "003a" + "0000" + "0040" + "662e" + "66b2",
  ],
  int8: [
    {
      "0.weight": { dtype: "I8", shape: [2, 4], data_offsets: [0, 8] },
      "0.weight.scale": { dtype: "F32", shape: [1], data_offsets: [8, 12] },
      "0.gamma": { dtype: "I8", shape: [1, 2], data_offsets: [12, 14] },
      "0.gamma.scale": { dtype: "F32", shape: [1], data_offsets: [14, 18] },
      "0.mean": { dtype: "F32", shape: [1, 2], data_offsets: [18, 26] },
      "0.var": { dtype: "F32", shape: [1, 2], data_offsets: [26, 34] },
    },
    "20f03f08c030007f" + "0402813c" + "4081" + "a069ce3a",
  ],
  "top-k": [
    {
      "0.weight.index": { dtype: "I32", shape: [2], data_offsets: [0, 8] },
      "0.weight.value": { dtype: "F32", shape: [2], data_offsets: [8, 16] },
      "0.gamma.index": { dtype: "I32", shape: [1], data_offsets: [16, 20] },
      "0.gamma.value": { dtype: "F32", shape: [1], data_offsets: [20, 24] },
      "0.mean": { dtype: "F32", shape: [1, 2], data_offsets: [24, 32] },
      "0.var": { dtype: "F32", shape: [1, 2], data_offsets: [32, 40] },
    },
    "02000000" + "07000000" + "0000803f" + "00000040" + "01000000" + "cdcc4cbe",
  ],
};
const statistics = "00002042" + "000040c0" + "b8fe95c3" + "6666f640";

describe.each(encodings)("$kind", (encoding) => {
  test("has these bytes", () => {
    const bytes = Buffer.from(encode(sample, encoding).bytes);
    const start = 8 + Number(bytes.readBigUInt64LE());
    const [header, data] = golden[encoding.kind];
    expect(start % 8).toBe(0);
    expect(JSON.parse(bytes.subarray(8, start).toString())).toEqual(header);
    expect(bytes.subarray(start).toString("hex")).toBe(data + statistics);
  });

  test("carries running statistics as they are", () => {
    const read14 = read(encode(sample, encoding).bytes, encoding);
    expect(read14.subarray(parameters)).toEqual(sample.subarray(parameters));
  });

  test("has at most the bytes that the coordinator allows, and not many fewer", () => {
    const { bytes } = encode(sample, encoding);
    expect(bytes.length).toBeLessThanOrEqual(maxUpdateBytes(layout, encoding));
    expect(maxUpdateBytes(layout, encoding)).toBeLessThan(bytes.length + 1500);
  });

  test("a file of another encoding is refused by tensor", () => {
    for (const other of encodings.filter(({ kind }) => kind !== encoding.kind)) {
      expect(() => read(encode(sample, other).bytes, encoding)).toThrow("update/shape: tensor 0.");
    }
  });

  test("NaN, infinity and changes above 2^14 are refused at every place", () => {
    for (let p = 0; p < length; p++) {
      for (const bad of [NaN, Infinity, -Infinity]) {
        const { bytes } = encode(sample.with(p, bad), encoding);
        expect(() => read(bytes, encoding)).toThrow("update/not-finite");
      }
      const far = encode(sample.with(p, -(2 ** 14) - 100), encoding).bytes;
      expect(() => read(far, encoding)).toThrow("update/range");
      expect(() => read(encode(sample.with(p, 2 ** 14), encoding).bytes, encoding)).not.toThrow();
    }
  });

  test("bytes of any kind are read within the range or refused, never anything else", () => {
    const valid = encode(sample, encoding).bytes;
    const start = 8 + Number(Buffer.from(valid).readBigUInt64LE());
    const spot = fc.record({
      at: fc.oneof(fc.nat(valid.length - 1), fc.integer({ min: start, max: valid.length - 1 })),
      value: fc.nat(255),
    });
    const spots = fc.array(spot, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(spots, fc.option(fc.nat(valid.length)), (changes, end) => {
        const broken = valid.slice(0, end ?? valid.length);
        for (const { at, value } of changes) if (at < broken.length) broken[at] = value;
        try {
          const delta = read(broken, encoding);
          expect(delta.every((value) => Math.abs(value) <= 2 ** 14)).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ name: "SpikefedError" });
        }
      }),
      { numRuns: 3000 },
    );
  });

  test("the next model does not depend on the order of updates", () => {
    const deltas = fc.array(
      fc.float32Array({ minLength: length, maxLength: length, min: -5, max: 5, noNaN: true }),
      { minLength: 2, maxLength: 5 },
    );
    fc.assert(
      fc.property(deltas, (all) => {
        const updates = all.map((after, i) => ({
          client: i + 1,
          delta: read(encode(after, encoding, i).bytes, encoding),
          samples: 10 + i,
        }));
        const nonNegative = [{ offset: 12, length: 2 }];
        const [one, other] = [updates, updates.toReversed()].map((list) =>
          createStrategy({ kind: "fedavg" }).aggregate({
            ...{ base: zeros, updates: list, server: null, trainable: parameters, nonNegative },
          }),
        );
        expect(one!.model).toEqual(other!.model);
      }),
    );
  });
});

test("float16 is off by at most half a unit in the last place, 2^-11 of the value", () => {
  const { bytes } = encode(sample, { kind: "float16" });
  read(bytes, { kind: "float16" }).forEach((value, p) => {
    expect(Math.abs(value - sample[p]!)).toBeLessThanOrEqual(Math.abs(sample[p]!) * 2 ** -11);
  });
});

test("a sparse file with more or fewer values than the share is refused", () => {
  const encoding: UpdateEncoding = { kind: "top-k", share: 0.25 };
  const part = (name: string, values: number[]) =>
    [
      {
        name: `${name}.index`,
        dtype: "I32",
        shape: [values.length],
        data: Int32Array.from(values),
      },
      {
        name: `${name}.value`,
        dtype: "F32",
        shape: [values.length],
        data: Float32Array.from(values),
      },
    ] as const;
  const rest = ["0.mean", "0.var"].map(
    (name) => ({ name, dtype: "F32", shape: [1, 2], data: new Float32Array(2) }) as const,
  );
  const file = (weights: number[]) =>
    encodeTensors([...part("0.weight", weights), ...part("0.gamma", [1]), ...rest]);
  expect(() => read(file([1]), encoding)).toThrow("0.weight.index is [1], the model has [2]");
  expect(() => read(file([1, 2, 3]), encoding)).toThrow("0.weight.index is [3]");
  expect([...read(file([1, 5]), encoding).subarray(0, 10)]).toEqual([0, 1, 0, 0, 0, 5, 0, 0, 0, 1]);
});
