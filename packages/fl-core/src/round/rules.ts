// A run's settings as the round machine's rules.

import { liveValue, type LiveChange, type RunSettings } from "@spikefed/protocol";

import type { Rules } from "./types.ts";

/**
 * What the round machine needs of the settings; seconds become milliseconds, points shares.
 *
 * @param changes What the host has changed since the run was opened.
 */
export function rulesOf(settings: RunSettings, changes: readonly LiveChange[] = []): Rules {
  const { rounds, participants, minReports, stragglerProbability } = settings;
  const { overSelect, minFraction, sampling } = settings;
  const { roundSeconds, evaluateEvery, stepMode, seed } = settings;
  const { patience, gateDrop, leaseSeconds } = settings;
  const judging = {
    patience,
    minDelta: settings.minDelta / 100,
    gateDrop: gateDrop === null ? null : gateDrop / 100,
  };
  const leaseMs = leaseSeconds === null ? null : leaseSeconds * 1000;
  const when = { roundMs: roundSeconds * 1000, leaseMs, evaluateEvery, stepMode, seed };
  const many = { participants, minReports, overSelect, minFraction };
  const who = { ...many, sampling, stragglerProbability };
  return { rounds, ...who, ...when, ...judging, changes };
}

/** The rules that a round is opened by: with what the host has changed by then. */
export function rulesAt(rules: Rules, round: number): Rules {
  const { participants, stragglerProbability: chance, changes } = rules;
  return {
    ...rules,
    participants: liveValue("participants", participants, changes, round),
    stragglerProbability: liveValue("stragglerProbability", chance, changes, round),
  };
}
