// Lessons to choose from, beside all settings.

import {
  LESSONS,
  lessons,
  lessonSettings,
  type LessonName,
  type RunSettings,
} from "@spikefed/protocol";
import { t } from "../../i18n/en/lesson.ts";
import { lessonWords, runWords } from "../../state/lesson-words.ts";
import { AskButton } from "../../ui/ask-button.tsx";

export interface LessonChoiceProps {
  /** The one that the address names. */
  wanted: LessonName | null;
  /** The pictures are drawn shapes. */
  procedural: boolean;
  onOpen: (settings: RunSettings) => Promise<boolean>;
}

export function LessonChoice({ wanted, procedural, onOpen }: LessonChoiceProps) {
  const open = (settings: RunSettings) => onOpen(lessonSettings(settings, { procedural }));
  return (
    <section class="stack" aria-labelledby="lessons-title">
      <h3 id="lessons-title">{t("lessons")}</h3>
      <p class="help">{t("about")}</p>
      <ul class="lessons">
        {LESSONS.map((name) => (
          <Choice key={name} name={name} isWanted={name === wanted} onOpen={open} />
        ))}
      </ul>
    </section>
  );
}

interface ChoiceProps {
  name: LessonName;
  isWanted: boolean;
  onOpen: (settings: RunSettings) => Promise<boolean>;
}

function Choice({ name, isWanted, onOpen }: ChoiceProps) {
  const { title, question } = lessonWords(name);
  const { runs } = lessons[name];
  return (
    <li class="stack tight" aria-current={isWanted ? "true" : undefined}>
      <h4>{title}</h4>
      <p>{question}</p>
      <p class="row">
        {runs.map((run) => (
          <AskButton key={run.name} onClick={() => void onOpen(run.settings)}>
            {t("open", { run: runs.length === 1 ? title : runWords(run.name) })}
          </AskButton>
        ))}
      </p>
    </li>
  );
}
