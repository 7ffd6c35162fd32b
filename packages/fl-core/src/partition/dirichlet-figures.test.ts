// Both Dirichlet partitions on CIFAR-10's histogram, against FedSNN's own routine run with numpy.

import { expect, test } from "vitest";

import { dirichlet, type DirichletOptions } from "./dirichlet.ts";
import { fedsnnDirichlet } from "./fedsnn-dirichlet.ts";
import { labelCounts, type ShardPlan } from "./plan.ts";

/** CIFAR-10: 10 x 5000. */
const labels = Uint8Array.from({ length: 50_000 }, (_, i) => i % 10);
const seeds = Array.from({ length: 20 }, (_, seed) => seed);
const classes = 10;

/** Of one plan: sizes, and means over clients of the largest class's share and of classes held. */
function figuresOf(plan: ShardPlan) {
  const counts = labelCounts(plan, labels, classes);
  const sizes = plan.shards.map(({ length }) => length);
  const mean = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
  const average = mean(sizes);
  return {
    smallest: Math.min(...sizes),
    largest: Math.max(...sizes),
    spread: Math.sqrt(mean(sizes.map((size) => (size - average) ** 2))),
    topShare: mean(counts.map((row, k) => Math.max(...row) / sizes[k]!)),
    held: mean(counts.map((row) => row.filter((n) => n > 0).length)),
  };
}

function averageFigures(draw: (options: DirichletOptions) => ShardPlan, K: number, alpha: number) {
  const options = { labels, classes, clients: K, samplesPerClient: null, alpha };
  const all = seeds.map((seed) => figuresOf(draw({ ...options, seed })));
  expect(Math.min(...all.map(({ smallest }) => smallest))).toBeGreaterThanOrEqual(10);
  const mean = (key: keyof (typeof all)[0]) =>
    all.reduce((sum, figures) => sum + figures[key], 0) / all.length;
  return [mean("smallest"), mean("largest"), mean("spread"), mean("topShare"), mean("held")];
}

type Figures = [number, number, number, number, number];

/**
 * Means over numpy's seeds 0 .. 19 of smallest, largest and standard deviation of the sizes, share of
 * a client's largest class, classes held: `cifar_non_iid` of FedSNN's code, with its cap and without.
 * The last row of each: what two means of 20 runs may differ by, about four standard errors.
 */
const expected: ["capped" | "plain", number, number, Figures, Figures][] = [
  ["capped", 10, 0.5, [2773, 6957, 1174, 0.399, 8.56], [700, 900, 320, 0.05, 0.4]],
  ["capped", 10, 0.1, [1042, 8557, 2285, 0.643, 5.39], [1000, 750, 500, 0.09, 0.5]],
  ["capped", 100, 0.5, [133, 1010, 159, 0.421, 8.15], [40, 180, 24, 0.022, 0.13]],
  ["capped", 100, 0.1, [14, 2063, 399, 0.718, 4.22], [6, 550, 60, 0.014, 0.22]],
  ["plain", 10, 0.5, [2212, 9169, 2129, 0.35, 9.76], [800, 2500, 750, 0.05, 0.2]],
  ["plain", 10, 0.1, [722, 13_314, 3673, 0.607, 6.38], [700, 5500, 1400, 0.1, 0.6]],
  ["plain", 100, 0.5, [114, 1154, 217, 0.377, 9.26], [40, 230, 30, 0.016, 0.11]],
  ["plain", 100, 0.1, [14, 2281, 469, 0.665, 4.96], [6, 620, 60, 0.022, 0.23]],
];

test.each(expected)(
  "%s, K = %d, alpha = %d: sizes and label mixes are those of FedSNN's code",
  (kind, clients, alpha, want, within) => {
    const got = averageFigures(kind === "plain" ? dirichlet : fedsnnDirichlet, clients, alpha);
    const far = got.map((x, i) => Math.abs(x - want[i]!) / within[i]!);
    expect(Math.max(...far), got.map((x) => x.toFixed(3)).join(" ")).toBeLessThan(1);
  },
);

test("a client that holds its share gets nothing of the classes that follow", () => {
  const options = { labels, classes, clients: 10, samplesPerClient: null, alpha: 0.5, seed: 3 };
  for (const row of labelCounts(fedsnnDirichlet(options), labels, classes).slice(0, -1)) {
    let held = 0;
    for (const n of row) {
      if (held >= 5000) expect(n).toBe(0);
      held += n;
    }
  }
});

test("a number of pictures each is FedSNN's mean, and Dirichlet's exact size", () => {
  const options = { labels, classes, clients: 10, samplesPerClient: 400, alpha: 0.5, seed: 3 };
  const { smallest, largest, spread } = figuresOf(fedsnnDirichlet(options));
  expect([smallest >= 10, largest < 1000, spread > 20]).toEqual([true, true, true]);
  expect(figuresOf(dirichlet(options))).toMatchObject({ smallest: 400, largest: 400 });
});

test("FedSNN's division of a seed stays: saved runs are dealt again from their log", () => {
  const options = { labels, classes, clients: 4, samplesPerClient: null, alpha: 0.5, seed: 1 };
  const { shards } = fedsnnDirichlet(options);
  expect(shards.map(({ length }) => length)).toEqual([13_332, 13_030, 11_311, 12_327]);
});
