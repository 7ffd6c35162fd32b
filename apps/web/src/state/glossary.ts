// Twelve words, each in one line; other pages link to them.

import { t } from "../i18n/en/explain.ts";

/** Fragments of the address: `/explain#spike`. */
export type GlossaryId =
  | "neuron"
  | "spike"
  | "membrane"
  | "threshold"
  | "leak"
  | "step"
  | "coding"
  | "raster"
  | "round"
  | "update"
  | "group-model"
  | "held-out";

export interface GlossaryEntry {
  id: GlossaryId;
  word: string;
  line: string;
}

/** From the ground up. */
export const glossary = (): readonly GlossaryEntry[] => [
  { id: "neuron", word: t("wordNeuron"), line: t("lineNeuron") },
  { id: "spike", word: t("wordSpike"), line: t("lineSpike") },
  { id: "membrane", word: t("wordMembrane"), line: t("lineMembrane") },
  { id: "threshold", word: t("wordThreshold"), line: t("lineThreshold") },
  { id: "leak", word: t("wordLeak"), line: t("lineLeak") },
  { id: "step", word: t("wordStep"), line: t("lineStep") },
  { id: "coding", word: t("wordCoding"), line: t("lineCoding") },
  { id: "raster", word: t("wordRaster"), line: t("lineRaster") },
  { id: "round", word: t("wordRound"), line: t("lineRound") },
  { id: "update", word: t("wordUpdate"), line: t("lineUpdate") },
  { id: "group-model", word: t("wordGroup"), line: t("lineGroup") },
  { id: "held-out", word: t("wordHeldOut"), line: t("lineHeldOut") },
];
