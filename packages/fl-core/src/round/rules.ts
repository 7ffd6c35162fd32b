// A run's settings as the round machine's rules.

import type { RunSettings } from "@spikefed/protocol";

import type { Rules } from "./types.ts";

/** What the round machine needs of the settings; seconds become milliseconds. */
export function rulesOf(settings: RunSettings): Rules {
  const { rounds, participants, minReports, stragglerProbability } = settings;
  const { roundSeconds, evaluateEvery, stepMode, seed } = settings;
  const when = { roundMs: roundSeconds * 1000, evaluateEvery, stepMode, seed };
  return { rounds, participants, minReports, stragglerProbability, ...when };
}
