// `t` for one table of English words. Each page area has its own, so that a page loads its words only.

import { currentLanguage } from "./current-language.ts";
import type { Entry, Table, Values } from "./entry.ts";
import { numberText, pluralForm } from "./intl.ts";

export interface Translator<T extends Table> {
  /** A text in the language in use; numbers among the values are written as it writes them. */
  t: <K extends keyof T & string>(key: K, ...values: Values<T[K], string | number>) => string;
  /** The same with elements among the values: the parts of the text, to be put between two tags. */
  rich: <K extends keyof T & string, Element>(
    key: K,
    ...values: Values<T[K], string | number | Element>
  ) => (string | Element)[];
}

type Given = Readonly<Record<string, unknown>>;

/** @param area the name under which other languages hold these words */
export function translator<const T extends Table>(area: string, english: T): Translator<T> {
  const find = (key: string, values: Given): string => {
    const entry = english[key] ?? key;
    return textOf(currentLanguage.value.words(area, key, entry) ?? entry, values);
  };
  return {
    t: (key, ...[values = {}]: [Given?]) => joined(piecesOf(find(key, values)), values),
    rich: <Element>(key: string, ...[values = {}]: [Given?]) =>
      parts(find(key, values), values) as (string | Element)[],
  };
}

function textOf(entry: Entry, { count }: Given): string {
  if (typeof entry === "string") return entry;
  return (typeof count === "number" ? entry[pluralForm(count)] : undefined) ?? entry.other;
}

/** Texts cut at their values: some are asked for hundreds of times a second. */
const cut = new Map<string, readonly string[]>();

function piecesOf(text: string): readonly string[] {
  const pieces = cut.get(text) ?? text.split(/\{(\w+)\}/);
  cut.set(text, pieces);
  return pieces;
}

/** The text alone: without the lists between, since it is asked for far more often than elements are. */
function joined(pieces: readonly string[], values: Given): string {
  let text = "";
  let isValue = false;
  for (const piece of pieces) {
    text += isValue ? ((valueOf(values[piece]) as string | undefined) ?? "") : piece;
    isValue = !isValue;
  }
  return text;
}

function parts(text: string, values: Given): unknown[] {
  return piecesOf(text)
    .map((part, index) => (index % 2 === 0 ? part : valueOf(values[part])))
    .filter((part) => part !== "");
}

/** In a text from right to left a name or code from left to right stands for itself. */
function valueOf(value: unknown): unknown {
  if (typeof value === "number") return numberText(value);
  if (typeof value !== "string" || currentLanguage.value.dir === "ltr") return value;
  return `\u2068${value}\u2069`;
}
