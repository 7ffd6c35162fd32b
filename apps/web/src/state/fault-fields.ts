// The form of faults: what a person types, as changes of the run's settings.

import type { LiveSettings, RunSettings } from "@spikefed/protocol";
import { numberText } from "../i18n/intl.ts";

export interface FaultTexts {
  /** Percent. */
  stragglers: string;
  noise: string;
}

export const faultRanges = { stragglers: { min: 0, max: 99 }, noise: { min: 0, max: 10 } } as const;

export const faultTexts = (settings: RunSettings): FaultTexts => ({
  stragglers: String(Math.round(settings.stragglerProbability * 100)),
  noise: numberText(settings.gradientNoise),
});

/** A number in the range of its field; null: it is none. A comma is a point. */
export function readFault(field: keyof FaultTexts, text: string): number | null {
  const { min, max } = faultRanges[field];
  const trimmed = text.trim().replace(",", ".");
  const value = /^\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : NaN;
  return value >= min && value <= max ? value : null;
}

/** What differs from the settings in force; null: nothing does, or a text is wrong. */
export function faultChanges(texts: FaultTexts, now: RunSettings): LiveSettings | null {
  const stragglers = readFault("stragglers", texts.stragglers);
  const noise = readFault("noise", texts.noise);
  if (stragglers === null || noise === null) return null;
  const isOther = texts.stragglers !== faultTexts(now).stragglers;
  const changes: LiveSettings = {
    ...(isOther && { stragglerProbability: stragglers / 100 }),
    ...(noise !== now.gradientNoise && { gradientNoise: noise }),
  };
  return Object.keys(changes).length > 0 ? changes : null;
}
