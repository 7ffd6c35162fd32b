// What the coordinator or a device reports, in the language of the page.

import { currentLanguage } from "../i18n/current-language.ts";
import { problems, t } from "../i18n/en/problems.ts";
import { problemDetails } from "./problem-details.ts";

interface Problem {
  code: string;
  fact: string;
  cure: string;
}

/** What a page adds to a problem on its way to a person. */
export interface Told {
  /** Its words stayed English on a page of another language. */
  lang?: "en";
  /** The problem as it came, in English and with its numbers, for whoever is asked for help. */
  details?: string;
}

type Keys = keyof typeof problems;
type KnownCode = { [K in Keys]: `${K}/cure` extends Keys ? K : never }[Keys];

const isKnown = (code: string): code is KnownCode => Object.hasOwn(problems, `${code}/cure`);

/**
 * An error comes in English, with its numbers. Other languages have the codes that pages meet, without
 * numbers; what they do not have stays English.
 */
export function problemWords<P extends Problem>(problem: P): P & Told {
  const { code } = problem;
  if (currentLanguage.value.code === "en") return problem;
  if (!isKnown(code)) return { ...problem, lang: "en" };
  const details = problemDetails(problem);
  return { ...problem, fact: t(code), cure: t(`${code}/cure`), details };
}
