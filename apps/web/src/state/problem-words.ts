// What the coordinator or a device reports, in the language of the page.

import { currentLanguage } from "../i18n/current-language.ts";
import { problems, t } from "../i18n/en/problems.ts";

interface Problem {
  code: string;
  fact: string;
  cure: string;
}

type Keys = keyof typeof problems;
type KnownCode = { [K in Keys]: `${K}/cure` extends Keys ? K : never }[Keys];

const isKnown = (code: string): code is KnownCode => Object.hasOwn(problems, `${code}/cure`);

/**
 * An error comes in English, with its numbers. Other languages have the codes that pages meet, without
 * numbers; what they do not have stays English.
 */
export function problemWords<P extends Problem>(problem: P): P {
  const { code } = problem;
  if (currentLanguage.value.code === "en" || !isKnown(code)) return problem;
  return { ...problem, fact: t(code), cure: t(`${code}/cure`) };
}
