// A language for tests: English with accents and two fifths longer, so that what is not translated
// stands out and what is too narrow breaks.

import type { Entry, PluralForms } from "./entry.ts";
import type { Words } from "./languages.ts";

const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const accented = "áƀçđéƒǧħíĵķļɱñóƥɋŕšťúṽŵẋýžÅɃÇĐÉƑǦĦÍĴĶĻṀÑÓƤɊŔŠŤÚṼŴẊÝŽ";

export const pseudoWords: Words = (_area, _key, english): Entry =>
  typeof english === "string"
    ? pseudo(english)
    : {
        ...Object.fromEntries(formsOf(english).map(([form, text]) => [form, pseudo(text)])),
        other: pseudo(english.other),
      };

const formsOf = (entry: PluralForms) => Object.entries(entry) as [form: string, text: string][];

/** "Room {code}" -> "[Ŕóóɱ {code} ···]". */
export function pseudo(text: string): string {
  const words = text
    .split(/(\{\w+\})/)
    .map((part, index) => (index % 2 === 0 ? accent(part) : part))
    .join("");
  // In words of seven signs, so that lines can break.
  const more = "······ ".repeat(Math.ceil((text.length * 0.4) / 7)).trimEnd();
  return `[${words} ${more}]`;
}

const accent = (text: string): string =>
  [...text].map((sign) => [...accented][plain.indexOf(sign)] ?? sign).join("");
