// What top-k leaves out of an update, and that it comes with a later one.

import fc from "fast-check";
import { expect, test } from "vitest";

import { readUpdate } from "./read-update.ts";
import { smallLayout } from "./testing/small-layout.ts";
import { encodeUpdate } from "./write-update.ts";

const layout = smallLayout;
const length = 14;
const parameters = 10;
const zeros = new Float32Array(length);
const encoding = { kind: "top-k", share: 0.25 } as const;
/** Multiples of 2^-8: their sums are exact. */
const step = fc.integer({ min: -1000, max: 1000 }).map((n) => n / 256);
const rounds = fc.array(fc.array(step, { minLength: length, maxLength: length }), {
  minLength: 1,
  maxLength: 8,
});

test("all that was learned is either sent or still to be sent", () => {
  fc.assert(
    fc.property(rounds, (changes) => {
      const [learned, sent] = [new Float32Array(length), new Float32Array(length)];
      let remainder: Float32Array | null = null;
      for (const each of changes) {
        const after = Float32Array.from(each);
        const local = { layout, before: zeros, after, encoding, seed: 1, remainder };
        const written = encodeUpdate(local);
        remainder = written.remainder;
        readUpdate(written.bytes, layout, length, encoding).forEach(
          (value, p) => (sent[p]! += value),
        );
        after.forEach((value, p) => (learned[p]! += value));
      }
      expect(sent.map((value, p) => value + remainder![p]! + 0)).toEqual(learned);
      expect(remainder!.subarray(parameters)).toEqual(new Float32Array(length - parameters));
    }),
  );
});

test("what was small becomes due: a change that is repeated is sent in time", () => {
  const after = Float32Array.from({ length }, (_, p) => (p === 0 ? 1 : p < 8 ? 0.3 : 0));
  let remainder: Float32Array | null = null;
  const seen = new Set<number>();
  for (let round = 0; round < 10; round++) {
    const written = encodeUpdate({ layout, before: zeros, after, encoding, seed: 1, remainder });
    remainder = written.remainder;
    readUpdate(written.bytes, layout, length, encoding).forEach(
      (value, p) => value !== 0 && seen.add(p),
    );
  }
  expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test("the other encodings leave nothing", () => {
  for (const kind of ["float32", "float16", "int8"] as const) {
    const local = { layout, before: zeros, after: zeros, seed: 1, remainder: null };
    expect(encodeUpdate({ ...local, encoding: { kind } }).remainder).toBeNull();
  }
});
