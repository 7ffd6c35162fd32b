import { expect, test } from "vitest";

import { below, createRandom, uniform } from "./generator.ts";

const draw = (count: number, ...seeds: number[]) => {
  const random = createRandom(...seeds);
  return Array.from({ length: count }, () => random.bits());
};

test("the stream of a seed never changes: shards and cohorts of saved runs depend on it", () => {
  expect(draw(4, 1)).toMatchInlineSnapshot(`
    [
      1085632846,
      1149387857,
      2051316462,
      2022384172,
    ]
  `);
});

test("other seeds, more seeds, and the same digits in another split give other streams", () => {
  const streams = [[1], [2], [1, 0], [0, 1], [1, 23], [12, 3], [-1], [2 ** 32 + 1], []];
  const heads = streams.map((seeds) => draw(2, ...seeds).join());
  expect(new Set(heads).size).toBe(streams.length);
});

test("each of the 32 bits is set half of the time", () => {
  const bits = draw(20_000, 5);
  for (let bit = 0; bit < 32; bit++) {
    const share = bits.filter((value) => (value >>> bit) & 1).length / bits.length;
    expect(Math.abs(share - 0.5)).toBeLessThan(0.02);
  }
});

test("uniform fills [0, 1) evenly", () => {
  const random = createRandom(3);
  const counts = new Array<number>(10).fill(0);
  for (let i = 0; i < 50_000; i++) counts[Math.floor(10 * uniform(random))]! += 1;
  for (const count of counts) expect(Math.abs(count - 5000)).toBeLessThan(350);
});

test("below(n) reaches each of 0 .. n - 1 equally often", () => {
  const random = createRandom(4);
  const counts = new Array<number>(7).fill(0);
  for (let i = 0; i < 70_000; i++) counts[below(random, 7)]! += 1;
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  expect(below(random, 1)).toBe(0);
});
