// What a table of words holds, and the types that hold `t` to it.

/** One sentence in the forms that `Intl.PluralRules` asks for, chosen by the value `count`. */
export interface PluralForms {
  zero?: string;
  one?: string;
  two?: string;
  few?: string;
  many?: string;
  other: string;
}

/** A text with `{names}` for values, or such a text by number. */
export type Entry = string | PluralForms;

export type Table = Readonly<Record<string, Entry>>;

/** The same keys in another language; what is missing is shown in English. */
export type Translation<T extends Table> = {
  readonly [K in keyof T]?: T[K] extends string ? string : PluralForms;
};

type NamesIn<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

/** The values that an English entry needs. */
export type NamesOf<E> = E extends string
  ? NamesIn<E>
  : E extends { other: infer Other }
    ? NamesIn<Other> | "count"
    : never;

type ValuesOf<E, Value> = { [Name in NamesOf<E>]: Name extends "count" ? number : Value };

/** The arguments after the key: none, or an object with every value. */
export type Values<E, Value> = [NamesOf<E>] extends [never] ? [] : [values: ValuesOf<E, Value>];

/** The keys of the texts that need no value. */
export type PlainKey<T> = {
  [K in keyof T]: [NamesOf<T[K]>] extends [never] ? K : never;
}[keyof T];

/** The names in a text, each once, in order. */
export function namesIn(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ""))];
}

/** All texts of an entry. */
export const textsOf = (entry: Entry): string[] =>
  typeof entry === "string" ? [entry] : (Object.values(entry) as string[]);
