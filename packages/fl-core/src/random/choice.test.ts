import fc from "fast-check";
import { expect, test } from "vitest";

import { sample, shuffle } from "./choice.ts";
import { createRandom } from "./generator.ts";

test("a shuffle keeps every item, and depends on nothing but the seed", () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.nat(), (items, seed) => {
      const shuffled = shuffle(createRandom(seed), [...items]);
      expect([...shuffled].sort()).toEqual([...items].sort());
      expect(shuffle(createRandom(seed), [...items])).toEqual(shuffled);
    }),
  );
});

test("all 6 orders of three items come up equally often", () => {
  const random = createRandom(1);
  const counts = new Map<string, number>();
  for (let i = 0; i < 12_000; i++) {
    const order = shuffle(random, [1, 2, 3]).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(200);
});

test("a sample holds no item twice, and is no larger than what there is", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer()), fc.nat(20), fc.nat(), (items, count, seed) => {
      const chosen = sample(createRandom(seed), items, count);
      expect(chosen).toHaveLength(Math.min(count, items.length));
      expect(new Set(chosen).size).toBe(chosen.length);
      expect(chosen.every((item) => items.includes(item))).toBe(true);
    }),
  );
});
