// The lesson that is open: its question, the teacher's lines, and what it showed.

import type { ReadonlySignal } from "@preact/signals";
import type { RunView } from "@spikefed/fl-core";
import { lessons, type RunSettings } from "@spikefed/protocol";
import { t } from "../../i18n/en/lesson.ts";
import { lessonWords, placeWords, questionWords, runWords } from "../../state/lesson-words.ts";
import { AskButton } from "../../ui/ask-button.tsx";
import { LessonReveal } from "../../ui/lesson-reveal.tsx";
import { useLesson } from "../../ui/use-lesson.ts";
import { usePart } from "../../ui/use-part.ts";

export interface LessonPanelProps {
  view: ReadonlySignal<RunView>;
  /** Of the room. */
  code: string;
  onOpen: (settings: RunSettings) => Promise<boolean>;
}

export function LessonPanel({ view: told, code, onOpen }: LessonPanelProps) {
  // Until the run is over no event of its log changes what is said.
  const isOver = usePart(told, ({ phase }) => phase === "done").value;
  const settings = usePart(told, (now) => now.settings).value;
  const runId = usePart(told, (now) => now.runId).value;
  const view = isOver ? told.value : { ...told.peek(), settings, runId };
  const open = useLesson(view, code);
  if (open === null) return null;
  const { place, reveal, isIncomplete } = open;
  const { name } = place.lesson;
  const { script } = lessonWords(name);
  const others = lessons[name].runs.filter((run) => run !== place.run);
  return (
    <section class="panel stack" aria-labelledby="lesson-title">
      <h2 id="lesson-title">{placeWords(place)}</h2>
      <p class="big">{questionWords(place)}</p>
      <p>{script}</p>
      {reveal === null ? (
        <p class="quiet">{t("wait")}</p>
      ) : (
        <>
          <h3>{t("reveal")}</h3>
          <LessonReveal reveal={reveal} isIncomplete={isIncomplete} />
          {others.map((run) => (
            <p key={run.name}>
              <AskButton class="tall" onClick={() => void onOpen(seeded(run.settings))}>
                {t("open", { run: runWords(run.name) })}
              </AskButton>
            </p>
          ))}
        </>
      )}
    </section>
  );

  /** With the seed and the shares of the run before, so that one thing differs. */
  function seeded(settings: RunSettings): RunSettings {
    const { seed, clients } = view.settings ?? settings;
    return { ...settings, seed, clients };
  }
}
