// What a lesson showed: a sentence and the measured figures beside each other.

import type { Reveal } from "@spikefed/fl-core";
import { t } from "../i18n/en/lesson.ts";
import { figureRow, verdictWords } from "../state/lesson-words.ts";

export interface LessonRevealProps {
  reveal: Reveal;
  /** Earlier runs could not be fetched. */
  isIncomplete: boolean;
}

export function LessonReveal({ reveal, isIncomplete }: LessonRevealProps) {
  return (
    <div class="stack lesson-reveal">
      <p>
        <strong>{verdictWords(reveal, isIncomplete)}</strong>
      </p>
      <div class="scroll-x" tabIndex={0} role="region" aria-label={t("reveal")}>
        <table>
          <thead>
            <tr>
              <td />
              <th scope="col">{t("accuracy")}</th>
              <th scope="col">{t("range")}</th>
              <th scope="col">{t("round")}</th>
              <th scope="col">{t("devices")}</th>
            </tr>
          </thead>
          <tbody>
            {reveal.figures.map(figureRow).map((row) => (
              <tr key={row.name}>
                <th scope="row">{row.name}</th>
                <td>{row.accuracy}</td>
                <td>{row.range}</td>
                <td>{row.round}</td>
                <td>{row.devices}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
