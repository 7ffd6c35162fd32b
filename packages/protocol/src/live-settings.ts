// Settings that the host may change while a run is on. A change holds from a round on that the log
// names; what a setting is in a round is what the newest change up to that round says.

import * as v from "valibot";

import { real } from "./ranges.ts";
import type { RunSettings } from "./settings.ts";

/** At least one of them, in the ranges that they have in `RunSettings`. */
export const LiveSettings = v.pipe(
  v.strictObject({
    stepMode: v.optional(v.boolean()),
    stragglerProbability: v.optional(real(0, 0.99)),
    gradientNoise: v.optional(real(0, 10)),
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
  return (last?.changes[key] as RunSettings[K] | undefined) ?? first;
}
