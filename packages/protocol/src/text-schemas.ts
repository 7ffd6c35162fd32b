// Schemas of text that comes from strangers: it is cleaned on its way in.

import * as v from "valibot";

import { plainName, plainText } from "./plain-text.ts";

/** What is far too long is not even looked at. */
const cleaned = (clean: (text: string) => string, max: number) =>
  v.pipe(v.string(), v.maxLength(8 * max), v.transform(clean), v.minLength(1), v.maxLength(max));

export const line = (max: number) => cleaned(plainText, max);

/** 1 to 24 signs, in one spelling; what nobody sees or what turns the line around is taken out. */
export const NameSchema = cleaned(plainName, 24);
