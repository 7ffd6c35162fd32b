// Two of eleven clients lie: the mean follows them, the robust strategies hardly.

import type { StrategyChoice } from "@spikefed/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createRandom, uniform, type Random } from "../random/generator.ts";
import { createStrategy } from "./create-strategy.ts";
import type { ClientUpdate } from "./strategy.ts";

const [honest, liars, length] = [9, 2, 200];

function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(random)));
  return radius * Math.cos(2 * Math.PI * uniform(random));
}

/** What an honest client sends: a common direction, and a fifth of its length as noise. */
function honestDeltas(random: Random): Float32Array[] {
  const direction = Float32Array.from({ length }, () => 0.1 * normal(random));
  return Array.from({ length: honest }, () =>
    direction.map((value) => value + 0.02 * normal(random)),
  );
}

/** What a liar sends instead of its honest update. */
const attacks: Record<string, (delta: Float32Array, random: Random) => Float32Array> = {
  "scaled x 100": (delta) => delta.map((value) => 100 * value),
  "sign flipped, x 10": (delta) => delta.map((value) => -10 * value),
  noise: (_, random) => Float32Array.from({ length }, () => 5 * normal(random)),
  "one value": (delta) => delta.with(7, 100),
};

/** How far the model is from the honest clients' mean, in lengths of that mean. */
function error(choice: StrategyChoice, attack: string, seed: number): number {
  const random = createRandom(seed);
  const deltas = honestDeltas(random);
  const mean = deltas[0]!.map((_, p) => deltas.reduce((sum, d) => sum + d[p]! / honest, 0));
  const lies = Array.from({ length: liars }, (_, k) => attacks[attack]!(deltas[k]!, random));
  const updates: ClientUpdate[] = [...lies, ...deltas].map((delta, client) => ({
    ...{ client, delta, samples: 100 },
  }));
  const input = { base: new Float32Array(length), updates, server: null };
  const { model } = createStrategy(choice).aggregate({
    ...{ ...input, trainable: length, nonNegative: [] },
  });
  return Math.hypot(...model.map((value, p) => value - mean[p]!)) / Math.hypot(...mean);
}

const seeds = { numRuns: 20 };

describe.each(Object.keys(attacks))("against updates that are %s,", (attack) => {
  test("the mean moves by more than the honest update itself", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        expect(error({ kind: "fedavg" }, attack, seed)).toBeGreaterThan(1);
      }),
      seeds,
    );
  });

  test.each<[StrategyChoice, number]>([
    [{ kind: "fedmedian" }, 0.15],
    [{ kind: "fedtrimmedavg" }, 0.15],
    [{ kind: "krum", numMaliciousNodes: liars }, 0.35],
    [{ kind: "multikrum", numMaliciousNodes: liars }, 0.15],
    [{ kind: "bulyan", numMaliciousNodes: liars }, 0.15],
  ])("%j stays within %d of it", (choice, limit) => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        expect(error(choice, attack, seed)).toBeLessThan(limit);
      }),
      seeds,
    );
  });

  test("a clipped mean moves by less than half of it", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        expect(error({ kind: "fedavg", clipNorm: 1.5 }, attack, seed)).toBeLessThan(0.5);
      }),
      seeds,
    );
  });
});
