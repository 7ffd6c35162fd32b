// Settings that the host may change while a run is on. A change holds from a round on that the log
// names; what a setting is in a round is what the newest change up to that round says.

import * as v from "valibot";

import { checkTogether } from "./check-settings.ts";
import { SpikefedError } from "./errors.ts";
import { real } from "./ranges.ts";
import type { RunSettings } from "./settings.ts";

/**
 * At least one of them, in the ranges that they have in `RunSettings`; that of `participants` is the
 * run's own, so `checkLiveSettings` looks at it.
 */
export const LiveSettings = v.pipe(
  v.strictObject({
    stepMode: v.optional(v.boolean()),
    stragglerProbability: v.optional(real(0, 0.99)),
    gradientNoise: v.optional(real(0, 10)),
    participants: v.optional(v.nullable(v.pipe(v.number(), v.finite()))),
  }),
  v.check((changes) => Object.values(changes).some((value) => value !== undefined)),
);
export type LiveSettings = v.InferOutput<typeof LiveSettings>;

/** What the host changed, and the first round that it holds for. */
export interface LiveChange {
  round: number;
  changes: LiveSettings;
}

/** The settings of a run as they are in a round. */
export function settingsAt(
  settings: RunSettings,
  changes: readonly LiveChange[],
  round: number,
): RunSettings {
  const value = <K extends keyof LiveSettings>(key: K) =>
    liveValue(key, settings[key], changes, round);
  return {
    ...settings,
    stepMode: value("stepMode"),
    stragglerProbability: value("stragglerProbability"),
    gradientNoise: value("gradientNoise"),
    participants: value("participants"),
  };
}

/** One setting in a round: `first` until a change holds. */
export function liveValue<K extends keyof LiveSettings>(
  key: K,
  first: RunSettings[K],
  all: readonly LiveChange[],
  round: number,
): RunSettings[K] {
  const last = all.findLast((each) => each.round <= round && each.changes[key] !== undefined);
  return last === undefined ? first : (last.changes[key] as RunSettings[K]); // null is a value
}

/** How many a host may have take part while the run is on: at least as many as must report. */
export const participantsRange = ({ minReports, clients }: RunSettings) => ({
  ...{ min: minReports, max: clients },
});

/**
 * What a host wants to change, against the run's other settings.
 *
 * @param now The run's settings with the changes in force.
 * @throws {SpikefedError} `room/settings` with key, value and what is allowed
 */
export function checkLiveSettings(changes: LiveSettings, now: RunSettings): void {
  const { participants: got = null } = changes;
  const { min, max } = participantsRange(now);
  const isInRange = got === null || (Number.isInteger(got) && got >= min && got <= max);
  if (!isInRange) {
    const allowed = `a whole number from ${min} to ${max}, or null for everybody present`;
    throw new SpikefedError("room/settings", { key: "participants", got, allowed });
  }
  checkTogether(now);
}
