import { describe, expect, test } from "vitest";

import { attacked, flippedLabels, isAttacker } from "./attack.ts";

const before = Float32Array.from({ length: 4000 }, (_, i) => Math.sin(i));
const after = before.map((value, i) => value + 0.1 * Math.cos(3 * i));
const changeOf = (model: Float32Array) => model.map((value, p) => value - before[p]!);
const rms = (values: Float32Array) =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
const attack = (kind: Parameters<typeof attacked>[0]["kind"], seed = 1) =>
  attacked({ kind, before, after, seed });

describe("an attacker", () => {
  test("scales its change by ten, or turns it round", () => {
    const own = changeOf(after);
    changeOf(attack("scale")).forEach((value, p) => expect(value).toBeCloseTo(10 * own[p]!, 4));
    changeOf(attack("sign-flip")).forEach((value, p) => expect(value).toBeCloseTo(-own[p]!, 4));
  });

  test("sends values that are no numbers", () => {
    expect(attack("nan").filter((value) => Number.isNaN(value))).toHaveLength(4);
  });

  test("sends noise three times as large as what it learned, from its seed alone", () => {
    const noise = changeOf(attack("noise"));
    expect(rms(noise) / rms(changeOf(after))).toBeCloseTo(3, 0);
    expect(attack("noise")).toEqual(attack("noise"));
    expect(attack("noise", 2)).not.toEqual(attack("noise"));
  });

  test("rides free with no change, and learns wrong labels honestly", () => {
    expect(attack("free-rider")).toEqual(before);
    expect(attack("label-flip")).toEqual(after);
    const labels = Uint8Array.from({ length: 10 }, (_, c) => c);
    expect([...flippedLabels(labels, 10)]).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  });
});

test("as many clients attack as the share makes, others with another seed", () => {
  const who = (share: number, seed: number) =>
    Array.from({ length: 20 }, (_, i) => i + 1).filter((client) =>
      isAttacker(client, { clients: 20, share, seed }),
    );
  expect([0, 0.1, 0.2, 1].map((share) => who(share, 1).length)).toEqual([0, 2, 4, 20]);
  expect(who(0.2, 1)).toEqual(who(0.2, 1));
  expect(who(0.2, 1)).not.toEqual(who(0.2, 2));
  expect(who(0.2, 1)).toEqual(expect.arrayContaining(who(0.1, 1)));
});
