// Does the checker find what it must? Runs that keep every promise, then one fault planted in each.

import { createRandom } from "@spikefed/fl-core";

import type { Trial, TrialOptions, TrialResult } from "../trial.ts";
import { check, violationText } from "./check.ts";
import { madeUpRun } from "./made-up-run.ts";
import { plants } from "./plant.ts";

export const historyTrial: Trial = {
  name: "history",
  about: "the checker of histories against made-up runs with one fault each",
  run: (options) => Promise.resolve(tryChecker(options)),
};

function tryChecker({ full, seed }: TrialOptions): TrialResult {
  const runs = full ? 500 : 20;
  const violations: string[] = [];
  let [planted, found] = [0, 0];
  for (let at = 0; at < runs; at++) {
    for (const violation of check(madeUpRun(seed + at))) {
      violations.push(`a good run (seed ${seed + at}): ${violationText(violation)}`);
    }
    for (const [invariant, ways] of Object.entries(plants)) {
      for (const [way, plant] of ways.entries()) {
        const evidence = plant(madeUpRun(seed + at), createRandom(seed + at, way));
        const isFound = check(evidence).some((violation) => violation.invariant === invariant);
        planted += 1;
        if (isFound) found += 1;
        else violations.push(`a planted breach of ${invariant} was missed (seed ${seed + at})`);
      }
    }
  }
  const figures = [
    { what: "runs without a fault, nothing found", asked: "all", measured: `${runs}` },
    { what: "planted faults found", asked: "all", measured: `${found} of ${planted}` },
  ];
  return { figures, violations };
}
