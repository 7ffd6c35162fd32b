import { t } from "../i18n/en/explain.ts";
import { glossary, type GlossaryId } from "../state/glossary.ts";
import { WordLink } from "./word-link.tsx";

/** Beside a word's first use: what it means. */
export function GlossaryLink({ word }: { word: GlossaryId }) {
  const name = glossary().find(({ id }) => id === word)?.word ?? word;
  return <WordLink word={word} text={t("whatMeans", { word: name })} />;
}
