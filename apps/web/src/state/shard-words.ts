// "500, mostly frogs and ships": what is in this device's share of the pictures.

import { count, list, plural } from "./format.ts";

const irregular: Record<string, string> = {
  bus: "buses",
  deer: "deer",
  fish: "fish",
  "aquarium fish": "aquarium fish",
  man: "men",
  woman: "women",
  mouse: "mice",
  wolf: "wolves",
};

export function pluralName(name: string): string {
  const plain = name.replaceAll("_", " ");
  const known = irregular[plain];
  if (known !== undefined) return known;
  if (/[^s]s$/.test(plain)) return plain; // "vertical bars" are plural already
  if (/(?:ss|x|ch|sh)$/.test(plain)) return `${plain}es`;
  if (/[^aeiou]y$/.test(plain)) return `${plain.slice(0, -1)}ies`;
  return `${plain}s`;
}

/**
 * Names classes that have at least 1.5 times an even share, at most three; "of all kinds" when none
 * stands out.
 */
export function shardSentence(labelCounts: readonly number[], classes: readonly string[]): string {
  const total = labelCounts.reduce((sum, n) => sum + n, 0);
  const even = total / Math.max(1, labelCounts.filter((_, label) => label < classes.length).length);
  const most = labelCounts
    .map((n, label) => ({ n, name: classes[label] ?? `class ${label}` }))
    .filter(({ n }) => n > 0 && n >= 1.5 * even)
    .sort((a, b) => b.n - a.n)
    .slice(0, 3)
    .map(({ name }) => pluralName(name));
  if (total === 0) return "Your pictures: none yet.";
  const kinds = most.length === 0 ? "of all kinds" : `mostly ${list(most)}`;
  return `Your pictures: ${count(total)}, ${kinds}.`;
}

/** "You have helped in 2 of 3 rounds." */
export function helpedSentence(helped: number, roundsDone: number): string {
  if (roundsDone === 0) return "No round is finished yet.";
  return `You have helped in ${count(helped)} of ${plural(roundsDone, "round")}.`;
}
