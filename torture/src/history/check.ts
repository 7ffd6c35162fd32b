// The checker: every invariant over one piece of evidence. Pure, so that it can be run again later.

import type { Evidence, Violation } from "./evidence.ts";
import { noSurprisingExit, withinMemory } from "./process-invariants.ts";
import { enoughReports, goesOn, linked, recomputable } from "./round-invariants.ts";
import { acknowledgedOnce, countedOnce, neverStale } from "./update-invariants.ts";

export const invariants: Readonly<Record<string, (evidence: Evidence) => Violation[]>> = {
  I1: acknowledgedOnce,
  I2: countedOnce,
  I3: linked,
  I4: recomputable,
  I5: enoughReports,
  I6: goesOn,
  I7: withinMemory,
  I8: noSurprisingExit,
  I9: neverStale,
};

export function check(evidence: Evidence): Violation[] {
  return Object.values(invariants).flatMap((invariant) => invariant(evidence));
}

export function violationText({ invariant, what }: Violation): string {
  return `${invariant}: ${what}`;
}
