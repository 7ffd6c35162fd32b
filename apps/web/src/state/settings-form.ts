// What is typed into the settings form, and how it becomes settings: text per field, so that a
// half-typed number is neither lost nor sent.

import { defaultSettings, leastUpdates, type RunSettings } from "@spikefed/protocol";
import { t } from "../i18n/en/settings.ts";
import { readNumber } from "../i18n/intl.ts";
import { dropsField } from "./drops-field.ts";
import { alphaField, classesField, partitionField, piecesField } from "./partition-fields.ts";
import { mainFields, moreFields, type NumberField } from "./settings-fields.ts";

export type FormTexts = Readonly<Record<string, string>>;

/** What is offered when a way to deal the pictures is chosen first. */
const firstTexts = [
  [alphaField, 0.5],
  [classesField, 2],
  [piecesField, 2],
] as const;

export function fieldsOf(settings: RunSettings): NumberField[] {
  const dealing = partitionField(settings.partition);
  return [...mainFields, ...(dealing === null ? [] : [dealing]), ...moreFields];
}

export function textsOf(settings: RunSettings): FormTexts {
  const fields = [...mainFields, ...moreFields].map(
    (field) => [field.key, String(field.get(settings) ?? "")] as const,
  );
  const dealing = firstTexts.map(
    ([field, first]) => [field.key, String(field.get(settings) ?? first)] as const,
  );
  const drops = [dropsField.key, dropsField.get(settings)] as const;
  return Object.fromEntries([...fields, ...dealing, drops]);
}

/** What is wrong with a text, in one sentence; null when nothing is. */
export function problemOf(field: NumberField, text: string): string | null {
  const { min, max, step, empty } = field;
  const label = t(field.label);
  if (text.trim() === "") return empty === null ? t("needsNumber", { label }) : null;
  const value = readNumber(text);
  if (!Number.isFinite(value)) return t("notANumber", { label });
  if (value < min || value > max) return t("outside", { label, value, min, max });
  return step === 1 && !Number.isInteger(value) ? t("notWhole", { label, value }) : null;
}

/**
 * Settings from what was chosen (`base`) and typed (`texts`), or the fields that stop it.
 */
export function readForm(
  base: RunSettings,
  texts: FormTexts,
): { settings: RunSettings; problems: ReadonlyMap<string, string> } {
  let settings = base;
  const problems = new Map<string, string>();
  for (const field of fieldsOf(base)) {
    const text = texts[field.key] ?? "";
    const problem = problemOf(field, text);
    if (problem !== null) problems.set(field.key, problem);
    else if (text.trim() === "") settings = field.clear?.(settings) ?? settings;
    else settings = field.set(settings, readNumber(text));
  }
  const drops = texts[dropsField.key] ?? "";
  const wrong = dropsField.problemOf(drops);
  if (wrong !== null) problems.set(dropsField.key, wrong);
  else settings = dropsField.set(settings, drops);
  if (problems.size === 0) crossCheck(settings, problems);
  return { settings, problems };
}

/** Values that are fine alone and impossible together. */
function crossCheck(settings: RunSettings, problems: Map<string, string>): void {
  const asked = { label: t("minReports"), value: settings.minReports };
  const invited = settings.participants ?? settings.clients;
  if (settings.minReports > invited) {
    problems.set("minReports", t("moreThanInvited", { ...asked, invited }));
  }
  const least = leastUpdates(settings.strategy);
  if (settings.minReports < least) {
    const strategy = settings.strategy.kind;
    problems.set("minReports", t("fewerThanNeeded", { ...asked, strategy, needed: least }));
  }
}

/** True when these are not the settings that everybody starts with. */
export function isCustom(settings: RunSettings): boolean {
  return JSON.stringify(settings) !== JSON.stringify(defaultSettings);
}
