import fc from "fast-check";
import { expect, test } from "vitest";

import { pathological } from "./pathological.ts";
import { labelCounts } from "./plan.ts";

const classes = 10;
const labels = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7) % classes);
const held = (row: number[]) => row.filter((n) => n > 0).length;
const sum = (row: number[]) => row.reduce((total, n) => total + n, 0);

/** Up to so many clients with up to ten classes each, and a seed. */
const forDeals = (
  most: number,
  check: (clients: number, classesPerClient: number, seed: number) => void,
) => {
  const clients = fc.integer({ min: 1, max: most });
  const deal = fc.property(clients, fc.integer({ min: 1, max: 10 }), fc.nat(), check);
  fc.assert(deal, { numRuns: 60 });
};

test("every client holds exactly as many classes as asked for", () => {
  forDeals(40, (clients, classesPerClient, seed) => {
    const options = { labels, classes, clients, classesPerClient, seed };
    for (const samplesPerClient of [null, 20]) {
      const plan = pathological({ ...options, samplesPerClient });
      const counts = labelCounts(plan, labels, classes);
      expect(counts.map(held)).toEqual(Array(clients).fill(classesPerClient));
    }
  });
});

test("over 20 seeds, a multiple of the classes as clients uses all pictures in equal sizes", () => {
  for (let seed = 0; seed < 20; seed++) {
    for (const [clients, classesPerClient] of [
      [10, 2],
      [100, 2],
      [20, 5],
    ] as const) {
      const options = { labels, classes, clients, classesPerClient, seed };
      const counts = labelCounts(
        pathological({ ...options, samplesPerClient: null }),
        labels,
        classes,
      );
      expect(sum(counts.map(sum))).toBe(5000);
      const sizes = counts.map(sum);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(classesPerClient);
      const exact = pathological({ ...options, samplesPerClient: 5000 / clients });
      expect(exact.shards.map(({ length }) => length)).toEqual(Array(clients).fill(5000 / clients));
    }
  }
});

test("which classes come together depends on the seed and differs between the tens of clients", () => {
  const hands = (seed: number) => {
    const options = { labels, classes, clients: 20, classesPerClient: 3, seed };
    return labelCounts(pathological({ ...options, samplesPerClient: null }), labels, classes).map(
      (row) => row.flatMap((n, c) => (n > 0 ? [c] : [])).join(),
    );
  };
  expect(hands(1)).toEqual(hands(1));
  expect(hands(1)).not.toEqual(hands(2));
  expect(hands(1).slice(0, 10).sort()).not.toEqual(hands(1).slice(10).sort());
});

test("a class that is scarce is made up by the client's other classes", () => {
  // class 0 has 4 pictures, class 1 has 96
  const few = Uint8Array.from({ length: 100 }, (_, i) => (i < 4 ? 0 : 1));
  const options = { labels: few, classes: 2, clients: 2, classesPerClient: 2, seed: 1 };
  const counts = labelCounts(pathological({ ...options, samplesPerClient: 40 }), few, 2);
  expect(counts.map(sum)).toEqual([40, 40]);
  expect(counts[0]![0]! + counts[1]![0]!).toBe(4);
});

test("a client whose classes are used up is an error that says so", () => {
  const few = Uint8Array.from({ length: 100 }, (_, i) => (i < 4 ? 0 : 1));
  const options = { labels: few, classes: 2, clients: 2, classesPerClient: 1, seed: 1 };
  expect(() => pathological({ ...options, samplesPerClient: 40 })).toThrow(
    "few-classes: setting samplesPerClient is 40; allowed is at most 4: the classes of some client have no more",
  );
  expect(() => pathological({ ...options, samplesPerClient: null, classesPerClient: 3 })).toThrow(
    "few-classes: setting partition.classesPerClient is 3; allowed is at most the 2 classes",
  );
});

test("the most that it names can be dealt, and one more cannot", () => {
  forDeals(30, (clients, classesPerClient, seed) => {
    const deal = (samplesPerClient: number) =>
      pathological({ labels, classes, clients, classesPerClient, seed, samplesPerClient });
    const most = mostOf(() => deal(Math.floor(5000 / clients)));
    if (most === null) return;
    expect(deal(most).shards).toHaveLength(clients);
    expect(mostOf(() => deal(most + 1))).toBe(most);
  });
});

/** What a refusal names; null: there was none. */
function mostOf(deal: () => unknown): number | null {
  try {
    deal();
    return null;
  } catch (error) {
    return Number(/allowed is at most (\d+)/.exec((error as Error).message)![1]);
  }
}
