import type { GlossaryId } from "../state/glossary.ts";

export interface WordLinkProps {
  word: GlossaryId;
  /** What it asks, "What is a spike?". */
  text: string;
}

/** To a word of the glossary, in a tab of its own: this one may be training. */
export function WordLink({ word, text }: WordLinkProps) {
  return (
    <a class="word-link" href={`/explain#${word}`} target="_blank" rel="noopener">
      {text}
    </a>
  );
}
