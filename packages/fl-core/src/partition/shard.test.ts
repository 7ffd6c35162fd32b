import { expect, test } from "vitest";

import { labelCounts } from "./plan.ts";
import { shard } from "./shard.ts";

const classes = 10;
/** CIFAR-10: 10 x 5000. */
const labels = Uint8Array.from({ length: 50_000 }, (_, i) => i % classes);
const held = (row: number[]) => row.filter((n) => n > 0).length;

test("over 20 seeds, McMahan's 100 clients with 2 shards hold 500 pictures of at most 2 classes", () => {
  let two = 0;
  for (let seed = 0; seed < 20; seed++) {
    const options = { labels, classes, clients: 100, shardsPerClient: 2, seed };
    const plan = shard({ ...options, samplesPerClient: null });
    const counts = labelCounts(plan, labels, classes);
    expect(plan.shards.every(({ length }) => length === 500)).toBe(true);
    expect(counts.every((row) => row.every((n) => n % 250 === 0))).toBe(true);
    two += counts.filter((row) => held(row) === 2).length / 2000;
  }
  // The second of 199 other shards is of another class in 180 cases.
  expect(Math.abs(two - 180 / 199)).toBeLessThan(0.025);
});

test("what does not divide is dealt too: sizes differ by at most one, no picture is left", () => {
  const odd = labels.subarray(0, 1003);
  for (let seed = 0; seed < 20; seed++) {
    const options = { labels: odd, classes, clients: 7, shardsPerClient: 3, seed };
    const { shards } = shard({ ...options, samplesPerClient: null });
    const sizes = shards.map(({ length }) => length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    expect(new Set(shards.flatMap((list) => [...list])).size).toBe(1003);
    const counts = labelCounts({ shards }, odd, classes);
    expect(Math.max(...counts.map(held))).toBeLessThanOrEqual(6);
  }
});

test("a number of pictures each is exact, also an odd one, and as skewed", () => {
  const options = { labels, classes, clients: 100, shardsPerClient: 2, seed: 1 };
  const plan = shard({ ...options, samplesPerClient: 333 });
  expect(plan.shards.every(({ length }) => length === 333)).toBe(true);
  const counts = labelCounts(plan, labels, classes);
  expect(Math.max(...counts.map(held))).toBeLessThanOrEqual(4);
  const mean = counts.reduce((sum, row) => sum + held(row), 0) / 100;
  expect(mean).toBeLessThan(2.3);
});

test("one shard each is one class each, where the border of two is not crossed", () => {
  const options = { labels, classes, clients: 10, shardsPerClient: 1, seed: 1 };
  const counts = labelCounts(shard({ ...options, samplesPerClient: null }), labels, classes);
  expect(counts.map(held)).toEqual(Array(10).fill(1));
});
