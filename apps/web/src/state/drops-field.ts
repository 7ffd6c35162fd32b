// The rounds after which the learning rate drops: a list of numbers in one field, as people type one.

import type { RunSettings } from "@spikefed/protocol";
import { t, type SettingWord } from "../i18n/en/settings.ts";

/** A field of the settings form that holds several whole numbers. */
export interface ListField {
  key: string;
  label: SettingWord;
  unit: SettingWord | null;
  /** What an empty field means. */
  empty: SettingWord;
  help: SettingWord;
  /** What may be typed, as a sentence. */
  range: () => string;
  get: (settings: RunSettings) => string;
  set: (settings: RunSettings, text: string) => RunSettings;
  /** What is wrong with a text, in one sentence; null when nothing is. */
  problemOf: (text: string) => string | null;
}

const MOST = 20;
const LAST_ROUND = 1000;

const partsOf = (text: string): string[] => text.split(/[\s,;]+/).filter((part) => part !== "");

export const dropsField: ListField = {
  key: "learningRateDrops.rounds",
  label: "drops",
  unit: "unitRounds",
  empty: "emptyDrops",
  help: "dropsHelp",
  range: () => t("dropsRange", { most: MOST, last: LAST_ROUND }),
  get: ({ learningRateDrops }) => learningRateDrops.rounds.join(", "),
  set: (settings, text) => {
    const rounds = [...new Set(partsOf(text).map(Number))].sort((a, b) => a - b);
    return { ...settings, learningRateDrops: { ...settings.learningRateDrops, rounds } };
  },
  problemOf: (text) => {
    const parts = partsOf(text);
    const wrong = parts.find((part) => !/^\d+$/.test(part) || !isRound(Number(part)));
    if (wrong !== undefined) {
      return t("wrongDrop", { label: t("drops"), value: wrong, last: LAST_ROUND });
    }
    if (parts.length <= MOST) return null;
    return t("tooManyDrops", { label: t("drops"), number: parts.length, most: MOST });
  },
};

const isRound = (number: number): boolean => number >= 1 && number <= LAST_ROUND;
