import type { SpikefedError } from "@spikefed/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";

import { checkSizes } from "./check-sizes.ts";

const LIMIT = 2 ** 14;
const justAbove = 16_384.001953125; // the next float32
const special = [
  ...[0, -0, LIMIT, -LIMIT, justAbove, -justAbove],
  ...[3e38, 1e-45, NaN, Infinity, -Infinity].map(Math.fround),
];

/** Code, place and value of what is wrong. */
function faultOf(values: Float32Array, limit: number): unknown[] {
  try {
    checkSizes(values, "conv.0", limit);
    return [];
  } catch (error) {
    const { code, facts } = error as SpikefedError;
    expect(facts).toMatchObject({ tensor: "conv.0", limit });
    return [code, facts["index"], facts["value"]];
  }
}

test("the first value that is no number, or too large, is the one that is named", () => {
  const one = fc.oneof(fc.constantFrom(...special), fc.float({ noNaN: true, max: 100, min: -100 }));
  const lists = fc.array(one, { maxLength: 40 });
  fc.assert(
    fc.property(lists, fc.constantFrom(LIMIT, Infinity), (list, limit) => {
      const values = new Float32Array(list.length + 1).subarray(1); // not where the memory begins
      values.set(list);
      const at = list.findIndex((value) => !Number.isFinite(value) || Math.abs(value) > limit);
      const code = Number.isFinite(list[at]) ? "update/range" : "update/not-finite";
      expect(faultOf(values, limit)).toEqual(at === -1 ? [] : [code, at, list[at]]);
    }),
    { numRuns: 2_000 },
  );
});
