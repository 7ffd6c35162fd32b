// Each strategy against numbers worked by hand and against its paper's formula, written down plainly.

import type { StrategyChoice } from "@spikefed/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createStrategy } from "./create-strategy.ts";
import { proximal } from "./fed-prox.ts";
import type { ServerState } from "./server-state.ts";
import type { ClientUpdate } from "./strategy.ts";
import { aggregate, flat, floats, round, sent, trainable, updatesOf } from "./testing/rounds.ts";

/** Models of one parameter, from 0, after each of these rounds of one-valued updates. */
function walk(choice: StrategyChoice, ...rounds: number[][]): number[] {
  const strategy = createStrategy(choice);
  let [base, server]: [Float32Array, ServerState | null] = [floats(0), null];
  return rounds.map((deltas) => {
    const updates = sent(...deltas.map((delta) => floats(delta)));
    const input = { base, updates, server, trainable: 1, nonNegative: [] };
    ({ model: base, server } = strategy.aggregate(input));
    return base[0]!;
  });
}

function chosen(choice: StrategyChoice, ...deltas: number[]): number[] | null {
  const updates = sent(...deltas.map((delta) => floats(delta, 0, 0, 0, 0, 0)));
  return aggregate(choice, { base: new Float32Array(6), updates }).notes.chosen;
}

test("weights: 1 of one picture and 4 of two make 3; uniformly 2.5", () => {
  const updates = [
    { client: 1, delta: floats(1, 0, 0, 0, 0, 0), samples: 1 },
    { client: 2, delta: floats(4, 0, 0, 0, 0, 0), samples: 2 },
  ];
  const base = new Float32Array(6);
  expect(aggregate({ kind: "fedavg" }, { base, updates }).model[0]).toBe(3);
  const uniform = { kind: "fedavg", weighting: "uniform" } as const;
  expect(aggregate(uniform, { base, updates }).model[0]).toBe(2.5);
});

test("fedprox hands its mu to the clients, the others none", () => {
  expect(proximal({ kind: "fedprox", proximalMu: 0.3 })).toEqual({ proximalMu: 0.3 });
  expect(proximal({ kind: "fedprox" })).toEqual({ proximalMu: 0.01 });
  expect(proximal({ kind: "fedavg" })).toEqual({});
});

test("fedavgm: 1, then 2, with momentum 0.5 and rate 2", () => {
  // v = 1, 0.5 * 1 + 2 = 2.5
  const choice = { kind: "fedavgm", serverMomentum: 0.5, serverLearningRate: 2 } as const;
  expect(walk(choice, [1], [2])).toEqual([2, 7]);
});

test("fedadagrad: 0.4, then 1.2, with tau 0.3", () => {
  // v = 0.09 + 0.16 = 0.5^2, then 0.25 + 1.44 = 1.3^2; 0.4 / (0.5 + 0.3), 1.2 / (1.3 + 0.3)
  const [one, two] = walk({ kind: "fedadagrad", eta: 2, tau: 0.3 }, [0.4], [1.2]);
  expect(one).toBeCloseTo(1, 6);
  expect(two).toBeCloseTo(1 + 1.5, 6);
});

test("fedadam and fedyogi: 3, then 2, where their second moments part", () => {
  // v = 0.5 * 1 + 0.5 * 9 = 5, then 0.5 * 5 + 0.5 * 4 = 4.5
  const same = { eta: 1, beta1: 0.5, beta2: 0.5, tau: 1 };
  const adam = walk({ kind: "fedadam", ...same }, [3], [2]);
  expect(adam[0]).toBeCloseTo(1.5 / (Math.sqrt(5) + 1), 6);
  expect(adam[1]! - adam[0]!).toBeCloseTo(1.75 / (Math.sqrt(4.5) + 1), 6);
  // v = 1 + 0.5 * 9 = 5.5, then 5.5 - 0.5 * 4 = 3.5
  const yogi = walk({ kind: "fedyogi", ...same }, [3], [2]);
  expect(yogi[0]).toBeCloseTo(1.5 / (Math.sqrt(5.5) + 1), 6);
  expect(yogi[1]! - yogi[0]!).toBeCloseTo(1.75 / (Math.sqrt(3.5) + 1), 6);
});

/** Algorithm 2 of Reddi et al. in float64, on one parameter. */
function adaptive(kind: string, deltas: readonly number[]): number {
  const eta = kind === "fedyogi" ? 0.01 : 0.1;
  const [beta1, beta2, tau] = [kind === "fedadagrad" ? 0 : 0.9, 0.99, 0.001];
  let [x, m, v] = [0, 0, tau * tau];
  for (const d of deltas) {
    m = beta1 * m + (1 - beta1) * d;
    if (kind === "fedadam") v = beta2 * v + (1 - beta2) * d * d;
    if (kind === "fedyogi") v = v - (1 - beta2) * d * d * Math.sign(v - d * d);
    if (kind === "fedadagrad") v = v + d * d;
    x += (eta * m) / (Math.sqrt(v) + tau);
  }
  return x;
}

test.each(["fedadam", "fedyogi", "fedadagrad"] as const)(
  "%s with its defaults follows the paper over many rounds",
  (kind) => {
    fc.assert(
      fc.property(fc.array(round, { minLength: 1, maxLength: 12 }), (deltas) => {
        const got = walk({ kind }, ...deltas.map((delta) => [delta])).at(-1)!;
        expect(Math.abs(got - adaptive(kind, deltas))).toBeLessThan(1e-5);
      }),
    );
  },
);

test("fedmedian: the middle, or the mean of the two in the middle", () => {
  expect(walk({ kind: "fedmedian" }, [100, 1, 5], [4, 1, -100, 2])).toEqual([5, 5 + 1.5]);
});

test("fedtrimmedavg: a fifth of five, a quarter of ten cut down to two at each end", () => {
  expect(walk({ kind: "fedtrimmedavg" }, [100, 1, -100, 2, 4])[0]).toBeCloseTo(7 / 3, 6);
  const ten = [9, 8, 7, 6, 5, 4, 3, 2, 100, -100];
  expect(walk({ kind: "fedtrimmedavg", beta: 0.25 }, ten)[0]).toBe(5.5);
  const hundred = Array.from({ length: 100 }, (_, k) => (k < 29 ? -128 : k >= 71 ? 100 : 1));
  expect(walk({ kind: "fedtrimmedavg", beta: 0.29 }, hundred)).toEqual([1]);
});

describe("krum", () => {
  // the two nearest: 3.25 for 0, 1.25 for 1, 2.5 for 1.5, 6.25 for 3, far for 100
  const deltas = [100, 3, 1.5, 1, 0];

  test("takes the update with the lowest score", () => {
    expect(walk({ kind: "krum" }, deltas)).toEqual([1]);
    expect(chosen({ kind: "krum" }, ...deltas)).toEqual([4]);
  });

  test("of equal ones takes the client with the lower number", () => {
    expect(chosen({ kind: "krum" }, 7, 2, 2, 2, 2)).toEqual([2]);
  });

  test("of several averages the best", () => {
    expect(walk({ kind: "multikrum" }, deltas)).toEqual([1.25]);
    expect(chosen({ kind: "multikrum" }, ...deltas)).toEqual([3, 4]);
    expect(walk({ kind: "multikrum", numNodesToSelect: 1 }, deltas)).toEqual([1]);
  });
});

test("bulyan: 0 to 3 and 9 are chosen, 1 to 3 are closest to their median", () => {
  const deltas = [-50, 0, 9, 2, 3, 1, 50];
  expect(chosen({ kind: "bulyan" }, ...deltas)).toEqual([2, 3, 4, 5, 6]);
  expect(walk({ kind: "bulyan" }, deltas)).toEqual([2]);
  expect(walk({ kind: "bulyan", numMaliciousNodes: 0 }, [1, 2, 6])).toEqual([3]);
});

/** El Mhamdi et al., step by step. */
function plainBulyan(updates: readonly ClientUpdate[], f: number): number[] {
  let left = [...updates].sort((a, b) => a.client - b.client);
  const taken: ClientUpdate[] = [];
  const score = (one: ClientUpdate) => {
    const apart = left
      .filter((other) => other !== one)
      .map((other) => other.delta.reduce((sum, d, p) => sum + (d - one.delta[p]!) ** 2, 0))
      .sort((a, b) => a - b);
    return apart.slice(0, Math.max(1, left.length - f - 2)).reduce((sum, d) => sum + d, 0);
  };
  while (taken.length < updates.length - 2 * f) {
    const best = left.reduce((low, one) => (score(one) < score(low) ? one : low));
    taken.push(best);
    left = left.filter((one) => one !== best);
  }
  const count = taken.length - 2 * f;
  return Array.from(taken[0]!.delta, (_, p) => {
    const column = taken.map(({ delta }) => delta[p]!).sort((a, b) => a - b);
    const half = Math.floor(column.length / 2);
    const middle = column.length % 2 ? column[half]! : (column[half - 1]! + column[half]!) / 2;
    const near = column.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle) || a - b);
    return near.slice(0, count).reduce((sum, value) => sum + value, 0) / count;
  });
}

test.each([1, 2])("bulyan follows the paper with %d that lie", (f) => {
  const enough = updatesOf(round).filter((updates) => updates.length >= 4 * f + 3);
  fc.assert(
    fc.property(enough, (updates) => {
      const base = new Float32Array(6).fill(100);
      const want = plainBulyan(updates, f);
      const { model } = aggregate({ kind: "bulyan", numMaliciousNodes: f }, { base, updates });
      model.forEach((value, p) => expect(value).toBeCloseTo(100 + want[p]!, 4));
    }),
  );
});

describe("clipNorm", () => {
  const base = floats(0, 0, 0, 0, 0, 20);
  const updates = [
    { client: 8, delta: floats(3, 0, 4, 0, 12, -20), samples: 1 },
    { client: 2, delta: floats(0, 6, 0, 8, 0, 0), samples: 1 },
    { client: 5, delta: floats(0, 0, 0, 1, 0, 0), samples: 2 },
  ];

  test("scales long updates down to it, statistics by the same factor", () => {
    const { model, notes } = aggregate({ kind: "fedavg", clipNorm: 2.5 }, { base, updates });
    const want = [1.5 / 4, 1.5 / 4, 2 / 4, (2 + 2) / 4, 6 / 4, 20 - 10 / 4];
    model.forEach((value, p) => expect(value).toBeCloseTo(want[p]!, 6));
    expect(notes.clipped).toEqual([2, 8]);
  });

  test("leaves those that are just as long", () => {
    const plain = aggregate({ kind: "fedavg" }, { base, updates });
    const clipped = aggregate({ kind: "fedavg", clipNorm: 10 }, { base, updates });
    expect(clipped).toEqual(plain);
    expect(plain.notes.clipped).toEqual([]);
  });

  test("bounds what one client can move, whatever it sends", () => {
    fc.assert(
      fc.property(
        flat(round),
        fc.float({ min: Math.fround(0.01), max: 9, noNaN: true }),
        (delta, clipNorm) => {
          const update = { client: 1, delta, samples: 1 };
          const { model } = aggregate({ kind: "fedavg", clipNorm }, { base, updates: [update] });
          const norm = Math.hypot(...model.subarray(0, trainable));
          const length = Math.hypot(...delta.subarray(0, trainable));
          expect(Math.abs(norm - Math.min(length, clipNorm))).toBeLessThan(1e-5);
        },
      ),
    );
  });
});
