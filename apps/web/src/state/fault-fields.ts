// The form of faults: what a person types, as changes of the run's settings.

import { participantsRange, type LiveSettings, type RunSettings } from "@spikefed/protocol";
import { numberText } from "../i18n/intl.ts";
import { isBuffered } from "./is-buffered.ts";

export interface FaultTexts {
  /** Empty: everybody present. */
  participants: string;
  /** Percent. */
  stragglers: string;
  noise: string;
}
export type FaultField = keyof FaultTexts;

/** Those that mean something. With FedBuff nobody is chosen for a round and drops out of it. */
export const faultFields = (settings: RunSettings): FaultField[] =>
  isBuffered({ settings }) ? ["participants", "noise"] : ["participants", "stragglers", "noise"];

export function faultRange(field: FaultField, now: RunSettings): { min: number; max: number } {
  if (field === "participants") return participantsRange(now);
  return { min: 0, max: field === "noise" ? 10 : 99 };
}

export const faultTexts = (settings: RunSettings): FaultTexts => ({
  participants: String(settings.participants ?? ""),
  stragglers: String(Math.round(settings.stragglerProbability * 100)),
  noise: numberText(settings.gradientNoise),
});

/** Whether that may be sent. */
export function isRight(field: FaultField, text: string, now: RunSettings): boolean {
  if (field === "participants" && text.trim() === "") return true;
  const value = numberIn(text);
  const { min, max } = faultRange(field, now);
  const isOfItsKind = field !== "participants" || Number.isInteger(value);
  return value >= min && value <= max && isOfItsKind;
}

/** What differs from the settings in force; null: nothing does, or a text is wrong. */
export function faultChanges(texts: FaultTexts, now: RunSettings): LiveSettings | null {
  const fields = faultFields(now);
  if (!fields.every((field) => isRight(field, texts[field], now))) return null;
  const before = faultTexts(now);
  const isOther = (field: FaultField) =>
    !Object.is(numberIn(texts[field]), numberIn(before[field]));
  const changed = fields.filter(isOther).map((field) => changeOf(field, numberIn(texts[field])));
  return changed.length > 0 ? (Object.assign({}, ...changed) as LiveSettings) : null;
}

function changeOf(field: FaultField, value: number): LiveSettings {
  switch (field) {
    case "participants":
      return { participants: Number.isNaN(value) ? null : value };
    case "stragglers":
      return { stragglerProbability: value / 100 };
    case "noise":
      return { gradientNoise: value };
  }
}

/** A comma is a point; NaN: it is no number. */
function numberIn(text: string): number {
  const trimmed = text.trim().replace(",", ".");
  return /^\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : NaN;
}
