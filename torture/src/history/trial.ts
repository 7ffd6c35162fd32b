// Does the checker find what it must? Runs that keep every promise, then one fault planted in each.

import { createRandom } from "@spikefed/fl-core";

import type { Trial, TrialOptions, TrialResult } from "../trial.ts";
import { check, violationText } from "./check.ts";
import { madeUpBufferedRun, madeUpRun } from "./made-up-run.ts";
import { bufferedPlants, plants } from "./plant.ts";

export const historyTrial: Trial = {
  name: "history",
  about: "the checker of histories against made-up runs with one fault each",
  run: (options) => Promise.resolve(tryChecker(options)),
};

/** Good runs, and the ways in which each can be spoiled. */
const kinds = [
  { what: "of rounds", make: madeUpRun, spoil: [plants] },
  { what: "of FedBuff", make: madeUpBufferedRun, spoil: [plants, bufferedPlants] },
];

function tryChecker({ full, seed }: TrialOptions): TrialResult {
  const runs = full ? 500 : 20;
  const violations: string[] = [];
  let [planted, found] = [0, 0];
  for (const { what, make, spoil } of kinds) {
    for (let at = seed; at < seed + runs; at++) {
      for (const violation of check(make(at)))
        violations.push(`a good run ${what} (seed ${at}): ${violationText(violation)}`);
      for (const { invariant, evidence } of spoiled(make, spoil, at)) {
        const isFound = check(evidence).some((violation) => violation.invariant === invariant);
        planted += 1;
        if (isFound) found += 1;
        else violations.push(`a planted breach of ${invariant} was missed (${what}, seed ${at})`);
      }
    }
  }
  const figures = [
    { what: "runs without a fault, nothing found", asked: "all", measured: `${2 * runs}` },
    { what: "planted faults found", asked: "all", measured: `${found} of ${planted}` },
  ];
  return { figures, violations };
}

function* spoiled(make: typeof madeUpRun, spoil: readonly (typeof plants)[], seed: number) {
  for (const [invariant, ways] of spoil.flatMap((kind) => Object.entries(kind))) {
    for (const [way, plant] of ways.entries())
      yield { invariant, evidence: plant(make(seed), createRandom(seed, way)) };
  }
}
