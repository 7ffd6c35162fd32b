// "500, mostly frogs and ships": what is in this device's share of the pictures.

import { t } from "../i18n/en/picture.ts";
import { className, pluralName } from "./class-words.ts";
import { list } from "./format.ts";

/**
 * Names classes that have at least 1.5 times an even share, at most three; "of all kinds" when none
 * stands out.
 */
export function shardSentence(labelCounts: readonly number[], classes: readonly string[]): string {
  const total = labelCounts.reduce((sum, n) => sum + n, 0);
  const even = total / Math.max(1, labelCounts.filter((_, label) => label < classes.length).length);
  const most = labelCounts
    .map((n, label) => ({ n, label }))
    .filter(({ n }) => n > 0 && n >= 1.5 * even)
    .sort((a, b) => b.n - a.n)
    .slice(0, 3)
    .map(({ label }) => pluralName(classes[label] ?? className(classes, label)));
  if (total === 0) return t("none");
  return most.length === 0
    ? t("allKinds", { number: total })
    : t("mostly", { number: total, kinds: list(most) });
}

/** "You have helped in 2 of 3 rounds." */
export function helpedSentence(helped: number, roundsDone: number): string {
  if (roundsDone === 0) return t("noRound");
  return t("helped", { helped, count: roundsDone });
}
