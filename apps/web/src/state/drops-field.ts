// The rounds after which the learning rate drops: a list of numbers in one field, as people type one.

import type { RunSettings } from "@spikefed/protocol";

/** A field of the settings form that holds several whole numbers. */
export interface ListField {
  key: string;
  label: string;
  unit: string;
  /** What an empty field means. */
  empty: string;
  help: string;
  /** What may be typed, as a sentence. */
  range: string;
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
  label: "Lower the learning rate after",
  unit: "rounds",
  empty: "it stays as it is",
  help: "As in 40, 60, 80: after each of them it is divided by the number in the next field.",
  range: `Up to ${MOST} whole numbers from 1 to 1,000.`,
  get: ({ learningRateDrops }) => learningRateDrops.rounds.join(", "),
  set: (settings, text) => {
    const rounds = [...new Set(partsOf(text).map(Number))].sort((a, b) => a - b);
    return { ...settings, learningRateDrops: { ...settings.learningRateDrops, rounds } };
  },
  problemOf: (text) => {
    const parts = partsOf(text);
    const wrong = parts.find((part) => !/^\d+$/.test(part) || !isRound(Number(part)));
    if (wrong !== undefined) {
      return `Lower the learning rate after has ${wrong}; allowed are whole numbers from 1 to ${LAST_ROUND}.`;
    }
    if (parts.length <= MOST) return null;
    return `Lower the learning rate after has ${parts.length} numbers; allowed are at most ${MOST}.`;
  },
};

const isRound = (number: number): boolean => number >= 1 && number <= LAST_ROUND;
