import type { Sampling } from "@spikefed/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createRandom } from "../random/generator.ts";
import { chooseClients } from "./choose-clients.ts";
import { createScript, evaluated, aggregated, update } from "./testing/script.ts";

const none: ReadonlyMap<number, number> = new Map();
const drawsOf = 20_000;

/** How often each of the clients 1 to K is chosen in so many draws of `count`. */
function counts(sampling: Sampling, sizes: readonly number[], count: number): number[] {
  const random = createRandom(2026);
  const free = sizes.map((_, k) => k + 1);
  const samples = new Map(sizes.map((size, k) => [k + 1, size]));
  const often = sizes.map(() => 0);
  for (let i = 0; i < drawsOf; i++) {
    const chosen = chooseClients(random, free, count, { sampling, samples, invitedIn: none });
    for (const client of chosen) often[client - 1]! += 1;
  }
  return often;
}

/**
 * Pearson's statistic of how often each was chosen. Draws of several at once spread less than
 * independent ones would, so that its 99.9 % quantile for K - 1 degrees of freedom is a safe limit.
 */
const chiSquare = (got: readonly number[], chances: readonly number[]): number =>
  got.reduce((sum, often, k) => {
    const want = drawsOf * chances[k]!;
    return sum + (often - want) ** 2 / want;
  }, 0);

/** 99.9 % for 7 degrees of freedom (any table of the distribution). */
const LIMIT = 24.32;

const sizes = [50, 100, 150, 200, 250, 50, 120, 80]; // 1000
const byShare = (count: number) => sizes.map((size) => (count * size) / 1000);

describe("of 20,000 draws", () => {
  test.each([1, 2, 5])("of %d, uniform gives each of eight the same number", (count) => {
    const got = counts("uniform", sizes, count);
    expect(
      chiSquare(
        got,
        sizes.map(() => count / 8),
      ),
    ).toBeLessThan(LIMIT);
  });

  test.each([1, 2, 3])("of %d, by-samples gives each what its pictures are of all", (count) => {
    const got = counts("by-samples", sizes, count);
    expect(chiSquare(got, byShare(count))).toBeLessThan(LIMIT);
    expect(
      chiSquare(
        got,
        sizes.map(() => count / 8),
      ),
    ).toBeGreaterThan(LIMIT);
  });

  test("by-samples takes always whose share is more than one of the places", () => {
    const got = counts("by-samples", [800, 50, 50, 100], 2);
    expect(got[0]).toBe(drawsOf);
    expect(chiSquare(got.slice(1), [0.25, 0.25, 0.5])).toBeLessThan(13.82); // 2 degrees
  });
});

test("the mean of a plain average over draws by samples is the weighted mean of all", () => {
  const values = [3, -1, 4, 1, -5, 9, 2, -6];
  const want = values.reduce((sum, value, k) => sum + (value * sizes[k]!) / 1000, 0);
  const got = counts("by-samples", sizes, 3);
  const mean = values.reduce((sum, value, k) => sum + value * got[k]!, 0) / (3 * drawsOf);
  expect(Math.abs(mean - want)).toBeLessThan(0.05); // its deviation is below 0.02
});

test("the plain stream of cohorts is that of before: saved runs go on", () => {
  const free = [1, 2, 3, 4, 5, 6, 7, 8];
  const uniform = { sampling: "uniform", samples: none, invitedIn: none } as const;
  expect(chooseClients(createRandom(1, 2, 3), free, 3, uniform)).toMatchInlineSnapshot(`
    [
      7,
      4,
      2,
    ]
  `);
});

test("each way chooses so many, each once, the same for the same seed", () => {
  const sampling = fc.constantFrom<Sampling>("uniform", "by-samples", "least-recently");
  const sizes = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(sampling, sizes, fc.nat(14), fc.nat(), (sampling, sizes, count, seed) => {
      const free = sizes.map((_, k) => k + 1);
      const samples = new Map(sizes.map((size, k) => [k + 1, size]));
      const invitedIn = new Map(free.filter((k) => k % 2 === 0).map((k) => [k, k]));
      const draw = () =>
        chooseClients(createRandom(seed), free, count, { sampling, samples, invitedIn });
      const chosen = draw();
      expect(chosen).toHaveLength(Math.min(count, free.length));
      expect(new Set(chosen).size).toBe(chosen.length);
      expect(chosen.every((client) => free.includes(client))).toBe(true);
      expect(draw()).toEqual(chosen);
    }),
  );
});

test("least-recently gives everybody a turn before anybody has a second one", () => {
  const rules = { rounds: 9, participants: 2, sampling: "least-recently" } as const;
  const room = createScript(rules).play(
    ...[1, 2, 3, 4, 5, 6].map((client) => ({ type: "join", client }) as const),
    "start",
  );
  const cohorts: number[][] = [];
  for (let round = 1; round <= 6; round++) {
    const cohort = [...room.state.cohort];
    cohorts.push(cohort);
    room.play(
      ...cohort.map((client) => update(client, round)),
      aggregated(round),
      evaluated(round),
    );
  }
  for (const turn of [cohorts.slice(0, 3), cohorts.slice(3)]) {
    expect(turn.flat().sort()).toEqual([1, 2, 3, 4, 5, 6]);
  }
});

test("a machine that draws by samples knows them from the joins", () => {
  const rules = { rounds: 300, participants: 1, sampling: "by-samples" } as const;
  const samples = [10, 30, 60];
  const room = createScript(rules).play(
    ...samples.map((own, k) => ({ type: "join", client: k + 1, samples: own }) as const),
    "start",
  );
  const often = [0, 0, 0];
  for (let round = 1; round < 300; round++) {
    const [client = 0] = room.state.cohort;
    often[client - 1]! += 1;
    room.play(update(client, round), aggregated(round), evaluated(round));
  }
  const want = [29.9, 89.7, 179.4];
  const square = often.reduce((sum, got, k) => sum + (got - want[k]!) ** 2 / want[k]!, 0);
  expect(square).toBeLessThan(13.82);
});
