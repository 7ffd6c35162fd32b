// Updates that mean harm. SPIKEFED_FULL=1 runs the whole counts of docs/threats.md.

import { encodeTensors, SpikefedError } from "@spikefed/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";

import { MAX_DELTA, readUpdate } from "./read-update.ts";
import type { Layout } from "./slot.ts";
import { writeUpdate } from "./write-update.ts";

const isFull = process.env["SPIKEFED_FULL"] === "1";

const layout: Layout = [
  { name: "0.weight", shape: [20, 40], offset: 0, length: 800 },
  { name: "0.gamma", shape: [1, 200], offset: 800, length: 200 },
];
const length = 1000;
const zeros = new Float32Array(length);
const good = writeUpdate(layout, zeros, zeros);
/** Where the values begin: behind the header. */
const dataStart = good.length - 4 * length;

/** The code of the refusal; anything else than a SpikefedError is thrown on. */
function code(bytes: Uint8Array): string {
  try {
    readUpdate(bytes, layout, length);
    return "ok";
  } catch (error) {
    if (error instanceof SpikefedError) return error.code;
    throw error;
  }
}

/** The good update with these bits as value number `index`. */
function withBits(index: number, bits: number, littleEndian = true): Uint8Array {
  const bytes = good.slice();
  new DataView(bytes.buffer).setUint32(dataStart + 4 * index, bits >>> 0, littleEndian);
  return bytes;
}

test("a value that is not a number is found at each of 500 places", () => {
  for (let place = 0; place < 500; place++) {
    const index = (place * 37) % length;
    for (const bits of [0x7fc00000, 0xff800000, 0x7f800001]) {
      expect(code(withBits(index, bits)), `value ${index}`).toBe("update/not-finite");
    }
  }
});

test("of all exponents, with either sign and many fractions, only finite and small values pass", () => {
  for (let exponent = 0; exponent < 256; exponent++) {
    for (let sample = 0; sample < 16; sample++) {
      const fraction = (sample * 0x9e3779b1) & 0x7fffff;
      const bits = ((sample & 1) << 31) | (exponent << 23) | fraction;
      const value = new Float32Array(Uint32Array.of(bits >>> 0).buffer)[0]!;
      const isIn = Math.abs(value) <= MAX_DELTA;
      const want = isIn ? "ok" : Number.isFinite(value) ? "update/range" : "update/not-finite";
      expect(code(withBits(sample * 61, bits)), `bits ${bits}`).toBe(want);
    }
  }
});

test("the numbers next to nothing are numbers: denormals and minus zero", () => {
  const bytes = withBits(3, 0x80000000);
  new DataView(bytes.buffer).setUint32(dataStart + 16, 1, true);
  const delta = readUpdate(bytes, layout, length);
  expect([Object.is(delta[3], -0), delta[4]]).toEqual([true, 2 ** -149]);
});

test("what is not an update is refused with a code, whatever its bytes are", () => {
  const cut = fc.nat(good.length - 1).map((end) => good.slice(0, end));
  const longer = fc.uint8Array({ minLength: 1, maxLength: 64 }).map((more) => join(good, more));
  const flipped = fc
    .tuple(fc.nat(dataStart - 1), fc.integer({ min: 1, max: 255 }))
    .map(([at, mask]) => good.map((byte, i) => (i === at ? byte ^ mask : byte)));
  const header = fc.json({ maxDepth: 4 }).map((text) => withHeader(text));
  const tensors = fc
    .dictionary(fc.constantFrom("0.weight", "0.gamma", "__proto__", "__metadata__"), fc.jsonValue())
    .map((json) => withHeader(JSON.stringify(json)));
  const noise = fc.uint8Array({ maxLength: 300 });
  let refused = 0;
  fc.assert(
    fc.property(fc.oneof(cut, longer, flipped, header, tensors, noise), (bytes) => {
      const is = code(bytes);
      if (is !== "ok") refused += 1;
      // A flipped blank or the order of the header's lines may still be the same update.
      else expect(readUpdate(bytes, layout, length)).toEqual(zeros);
    }),
    { numRuns: isFull ? 10_000 : 2_000 },
  );
  expect(refused).toBeGreaterThan(1_800);
  expect(({} as Record<string, unknown>)["dtype"]).toBeUndefined();
});

test("a header with words that are no text is refused, not stumbled over", () => {
  const entry = { dtype: { toString: 1, valueOf: 1 }, shape: [1], data_offsets: [0, 4] };
  expect(code(withHeader(JSON.stringify({ "0.weight": entry })))).toBe("tensors/corrupt");
});

test("a reason stays one short line, however long and strange the names in the file are", () => {
  const name = `\u001b[2J${"x".repeat(500_000)}\n`;
  const files = [
    withHeader(JSON.stringify({ [name]: 1 })),
    withHeader(JSON.stringify({ [name]: { dtype: name } })),
    join(encodeTensors([{ name, dtype: "F32", shape: [1], data: Float32Array.of(1) }])),
  ];
  for (const bytes of files) {
    try {
      readUpdate(bytes, layout, length);
      expect.unreachable();
    } catch (error) {
      const { fact } = error as SpikefedError;
      expect(fact.length).toBeLessThan(250);
      expect(fact).not.toMatch(/[\u0000-\u001f]/);
    }
  }
});

function withHeader(text: string): Uint8Array {
  const json = new TextEncoder().encode(text);
  const size = new Uint8Array(8);
  new DataView(size.buffer).setBigUint64(0, BigInt(json.length), true);
  return join(size, json, new Uint8Array(8));
}

function join(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
