// What a lesson showed: a sentence and the measured figures beside each other.

import type { Reveal } from "@spikefed/fl-core";
import { t } from "../i18n/en/lesson.ts";
import { figureRow, verdictWords } from "../state/lesson-words.ts";
import "./lesson-reveal.css";

const columns = ["accuracy", "range", "round", "devices"] as const;

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
              {columns.map((column) => (
                <th key={column} scope="col">
                  {t(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {reveal.figures.map(figureRow).map((row) => (
              <tr key={row.name}>
                <th scope="row">{row.name}</th>
                {columns.map((column) => (
                  <td key={column} data-column={t(column)}>
                    {row[column]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
