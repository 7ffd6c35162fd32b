// The host changes settings while the run is on: the machine's part of it.

import { liveValue } from "@spikefed/protocol";

import { tryOpen } from "./open.ts";
import type { RoundState, Rules, Step } from "./types.ts";

/**
 * The first round that a change made now holds for: the next one that opens. One that was opened
 * goes on as it began, also when it is repeated.
 */
export function nextToOpen({
  phase,
  pausedFrom,
  round,
  attempt,
}: Pick<RoundState, "phase" | "pausedFrom" | "round" | "attempt">): number {
  const at = phase === "paused" ? pausedFrom?.phase : phase;
  const isUnopened = (at === "lobby" || at === "selecting") && attempt === 0;
  return isUnopened ? round : round + 1;
}

/** Step mode was switched; the change is among the rules already. */
export function stepModeChanged(state: RoundState, nowMs: number, rules: Rules): Step {
  if (nextToOpen(state) !== state.round) return { state, effects: [] };
  return tryOpen({ ...state, stepAllowed: mayOpen(rules, state.round) }, nowMs, rules);
}

/** Without the host's word. The first round never waits for it: the host has said start. */
export function mayOpen({ stepMode, changes }: Rules, round: number): boolean {
  return round === 1 || !liveValue("stepMode", stepMode, changes, round);
}
