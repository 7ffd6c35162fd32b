// The languages of the pages. All but English are chunks of their own, fetched when they are chosen.

import type { Entry } from "./entry.ts";

/** Words by area and key; `undefined` where a language has none, so that English is shown. */
export type Words = (area: string, key: string, english: Entry) => Entry | undefined;

export interface LanguageFacts {
  /** As its speakers write it. */
  readonly name: string;
  /** For `Intl`: digits stay Latin in Arabic too, as in codes, charts and input fields. */
  readonly locale: string;
  readonly dir: "ltr" | "rtl";
  readonly load: () => Promise<Words>;
}

const words = async (chunk: Promise<{ default: Words }>) => (await chunk).default;
const english: Words = (_area, _key, entry) => entry;

export const languages = {
  en: { name: "English", locale: "en-GB", dir: "ltr", load: () => Promise.resolve(english) },
  de: { name: "Deutsch", locale: "de", dir: "ltr", load: () => words(import("./de/words.ts")) },
  fr: { name: "Français", locale: "fr", dir: "ltr", load: () => words(import("./fr/words.ts")) },
  es: { name: "Español", locale: "es", dir: "ltr", load: () => words(import("./es/words.ts")) },
  ar: {
    name: "العربية",
    locale: "ar-u-nu-latn",
    dir: "rtl",
    load: () => words(import("./ar/words.ts")),
  },
  "en-XA": {
    name: "[Ƥşḗŭḓǿ]",
    locale: "en-GB",
    dir: "ltr",
    load: async () => (await import("./pseudo.ts")).pseudoWords,
  },
} as const satisfies Record<string, LanguageFacts>;

export type LanguageCode = keyof typeof languages;

export const languageCodes = Object.keys(languages) as LanguageCode[];

/** Accented and longer English, for tests: offered to nobody. */
export const PSEUDO: LanguageCode = "en-XA";

export interface Language extends Omit<LanguageFacts, "load"> {
  readonly code: LanguageCode;
  readonly words: Words;
}

export const englishLanguage: Language = { ...languages.en, code: "en", words: english };

/** @throws what `import()` throws when the chunk does not arrive */
export async function loadLanguage(code: LanguageCode): Promise<Language> {
  const { load, ...facts } = languages[code];
  return { ...facts, code, words: await load() };
}

/**
 * The language to begin with: the address before what was chosen earlier, that before the browser's.
 *
 * @param preferred the browser's, best first: "de-AT"
 */
export function firstLanguage(
  wanted: string | null,
  saved: string | null,
  preferred: readonly string[],
): LanguageCode {
  const known = (text: string | null) => languageCodes.find((code) => code === text);
  const plain = preferred.map((tag) => tag.toLowerCase().split("-")[0] ?? "");
  return known(wanted) ?? known(saved) ?? plain.map(known).find(Boolean) ?? "en";
}
