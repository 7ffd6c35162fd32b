import type { RunView } from "@spikefed/fl-core";
import { lessonOf } from "@spikefed/protocol";
import { questionWords } from "../../state/lesson-words.ts";

/** What the class is to find out; nothing where the run is no lesson. */
export function ShowQuestion({ view: { settings } }: { view: RunView }) {
  const place = settings === null ? null : lessonOf(settings);
  if (place === null) return null;
  return <p class="show-question">{questionWords(place)}</p>;
}
