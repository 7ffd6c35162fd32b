// Title and one sentence of something that a host can choose.

import type { PlainKey } from "../i18n/entry.ts";
import { t, type methods } from "../i18n/en/methods.ts";

export interface ChoiceWords {
  title: string;
  help: string;
}

type Methods = typeof methods;

/** The keys that have a title and a help, which needs no values. */
export type MethodKey = {
  [K in keyof Methods]: `${K}Help` extends PlainKey<Methods> ? K : never;
}[keyof Methods];

export const methodWords = (key: MethodKey): ChoiceWords => ({
  title: t(key),
  help: t(`${key}Help`),
});
