import { describe, expect, test } from "vitest";

import { decodeTensors, encodeTensors, type NamedTensor } from "./safetensors.ts";

const tensors: NamedTensor[] = [
  { name: "a.weight", dtype: "F32", shape: [2, 2], data: Float32Array.of(1, -2, 0.5, 3) },
  { name: "labels", dtype: "I32", shape: [3], data: Int32Array.of(7, -1, 0) },
];

/** A file with this header text and this many bytes of data. */
function file(header: string, dataBytes: number): Uint8Array {
  const json = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + json.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

describe("a tensor file", () => {
  test("comes back as it was written", () => {
    const { metadata, tensors: read } = decodeTensors(encodeTensors(tensors, { model: "s4" }));
    expect(metadata).toEqual({ model: "s4" });
    expect([...read.values()]).toEqual(tensors);
  });

  test("has the layout of the format: length, padded JSON, little-endian data", () => {
    const bytes = encodeTensors(tensors.slice(0, 1));
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    expect(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))).toEqual({
      "a.weight": { dtype: "F32", shape: [2, 2], data_offsets: [0, 16] },
    });
    expect(new DataView(bytes.buffer).getFloat32(8 + length + 4, true)).toBe(-2);
  });

  test("is read from a Node buffer that shares its memory with others", () => {
    const bytes = encodeTensors(tensors);
    const pool = Buffer.concat([Buffer.from([1, 2, 3]), bytes]);
    expect([...decodeTensors(pool.subarray(3)).tensors.values()]).toEqual(tensors);
  });

  test("is read in place where its bytes are aligned, and as well where they are not", () => {
    const bytes = encodeTensors(tensors);
    const read = (from: Uint8Array) => decodeTensors(from, ["F32", "I32"], { inPlace: true });
    const inPlace = [...read(bytes).tensors.values()];
    expect(inPlace).toEqual(tensors);
    expect(inPlace.every(({ data }) => data.buffer === bytes.buffer)).toBe(true);
    const pool = Buffer.concat([Buffer.from([1, 2, 3]), bytes]);
    expect([...read(pool.subarray(3)).tensors.values()]).toEqual(tensors);
    expect([...decodeTensors(bytes).tensors.values()][0]!.data.buffer).not.toBe(bytes.buffer);
  });

  test("holds bytes only for those who ask for them", () => {
    const spikes = {
      name: "spikes",
      dtype: "U8",
      shape: [3],
      data: Uint8Array.of(1, 0, 4),
    } as const;
    const bytes = encodeTensors([spikes, tensors[0]!]);
    expect(decodeTensors(bytes, ["F32", "U8"]).tensors.get("spikes")).toEqual(spikes);
    expect(() => decodeTensors(bytes)).toThrow("spikes has dtype U8");
  });
});

describe("a broken tensor file is refused:", () => {
  const entry = (shape: string, offsets: string, dtype = "F32") =>
    `{"a":{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}}`;

  test.each([
    ["too short", new Uint8Array(7), "only 7 bytes"],
    ["a header beyond the end", file("{}", 0).subarray(0, 9), "the header ends at 10 of 9"],
    ["a giant header", Uint8Array.of(255, 255, 255, 255, 255, 0, 0, 0), "the header says it has"],
    ["no JSON", file("{", 0), "the header is not JSON"],
    ["a list", file("[]", 0), "the header is not an object"],
    ["another type", file(entry("[1]", "[0,4]", "F16"), 4), "a has dtype F16"],
    ["a negative shape", file(entry("[-1]", "[0,4]"), 4), "a has no valid shape"],
    ["a shape that overflows", file(entry("[1e300]", "[0,4]"), 4), "a has no valid shape"],
    ["offsets that leave the file", file(entry("[2]", "[0,8]"), 4), "a lies at 0..8 of 4"],
    [
      "offsets that do not fit the shape",
      file(entry("[1]", "[0,8]"), 8),
      "its shape needs 4 bytes",
    ],
    ["offsets the wrong way round", file(entry("[1]", "[4,0]"), 4), "a lies at 4..0"],
    ["data nobody owns", file(entry("[1]", "[0,4]"), 8), "the tensors end at 4"],
    ["metadata of numbers", file('{"__metadata__":{"a":1}}', 0), "__metadata__.a is not a string"],
  ])("%s", (_, bytes, why) => {
    expect(() => decodeTensors(bytes)).toThrow(why);
    expect(() => decodeTensors(bytes)).toThrow("tensors/corrupt");
  });
});
