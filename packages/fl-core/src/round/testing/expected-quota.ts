// What a round should invite, wait for and need, counted out one by one. An oracle for tests.

import type { Quota } from "../quota.ts";
import type { Rules } from "../types.ts";

/** Smallest whole number for which it holds. */
function first(holds: (count: number) => boolean): number {
  let count = 0;
  while (!holds(count)) count += 1;
  return count;
}

const TINY = 1e-9;

/** @param have Updates that the round has. @param free Clients that could be invited. */
export function expectedQuota(have: number, free: number, rules: Rules): Quota {
  const { participants, minReports, overSelect, minFraction } = rules;
  const everybody = have + free;
  const goal =
    participants === null
      ? first((count) => count >= minReports && count * (1 + overSelect) + TINY >= everybody)
      : first((count) => count >= minReports && count >= participants);
  const asked = first((count) => count + TINY >= goal * (1 + overSelect));
  const all = participants === null ? everybody : asked;
  const invited = first((count) => count >= free || have + count >= all);
  const reachable = first((count) => count >= goal || count >= have + invited);
  const needed = first((count) => count >= minReports && count + TINY >= minFraction * reachable);
  return { invited, goal: reachable, needed };
}
