// Numbers, plurals, lists and times of day as the language in use writes them.

import { currentLanguage } from "./current-language.ts";

/** Making a format is slow, using one is fast. */
function kept<T>(make: (locale: string) => T): () => T {
  const made = new Map<string, T>();
  return () => {
    const { locale } = currentLanguage.value;
    const known = made.get(locale) ?? make(locale);
    made.set(locale, known);
    return known;
  };
}

const plain = kept((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 20 }));
const fixed = [0, 1, 2, 3].map((digits) =>
  kept(
    (locale) =>
      new Intl.NumberFormat(locale, {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }),
  ),
);
const rules = kept((locale) => new Intl.PluralRules(locale));
const lists = kept((locale) => new Intl.ListFormat(locale));
const hours = kept(
  (locale) =>
    new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
);

/** Whole numbers from 0 to below this are written once: a page shows the same few all the time. */
const WRITTEN = 2000;
const written = kept((): string[] => []);

/** All digits of a number: 12000 -> "12,000". */
export function numberText(value: number): string {
  const isCommon = Number.isInteger(value) && value < WRITTEN && (value > 0 || Object.is(value, 0));
  if (!isCommon) return plain().format(value);
  const known = written();
  return (known[value] ??= plain().format(value));
}

/** So many decimals, rounded as reports round: 1.618 -> "1.62". @param digits 0 to 3 */
export function fixedText(value: number, digits: number): string {
  const format = fixed[digits];
  if (format === undefined) return value.toFixed(digits);
  // Rounded by toFixed: Intl rounds 12.35 up, though the number lies below it.
  const rounded = Number(value.toFixed(digits));
  return digits === 0 ? numberText(rounded) : format().format(rounded);
}

export const pluralForm = (value: number): Intl.LDMLPluralRule => rules().select(value);

/** What is typed with a decimal point, or with a comma where the language writes one. */
export function readNumber(text: string): number {
  return Number(fixedText(0.5, 1).includes(",") ? text.replace(",", ".") : text);
}

/** "a, b and c". Of one word it is the word: making the format takes some milliseconds. */
export const listText = (words: readonly string[]): string =>
  words.length > 1 ? lists().format(words) : (words[0] ?? "");

/** Time of day on this device, "10:42". @param atMs since 1970 */
export const timeText = (atMs: number): string => hours().format(atMs);
