// An error as a person reads it: what happened, what to do, details folded with a code to copy.

import type { ComponentChildren } from "preact";
import { t } from "../i18n/en/frame.ts";
import { problemDetails } from "../state/problem-details.ts";
import { CopyButton } from "./copy-button.tsx";

export interface Problem {
  code: string;
  fact: string;
  cure: string;
  /** Of the words, where they are not in the page's language. */
  lang?: "en";
  /** What is copied; default: the words. */
  details?: string;
}

export interface NoticeProps {
  problem: Problem;
  /** true when something was lost: read out at once. */
  isLoss?: boolean;
  /** true when it may pass by itself. */
  isPassing?: boolean;
  /** The one thing to do. */
  children?: ComponentChildren;
}

export function Notice({ problem, isLoss = false, isPassing = false, children }: NoticeProps) {
  const { code, fact, cure, lang, details = problemDetails(problem) } = problem;
  const language = lang === undefined ? {} : ({ lang, dir: "ltr" } as const);
  return (
    <div
      class={`notice stack tight ${isPassing ? "" : "bad"}`}
      {...(isLoss ? { role: "alert" } : {})}
    >
      <p {...language}>
        <strong>{sentence(fact)}</strong> {cure}
      </p>
      {children === undefined ? null : <div class="row">{children}</div>}
      <details>
        <summary>{t("details")}</summary>
        <div class="row">
          <span class="mono">{code}</span>
          <CopyButton text={details} label={t("copyDetails")} />
        </div>
      </details>
    </div>
  );
}

/** Facts are written without capital and full stop, to be joined; here they stand alone. */
function sentence(fact: string): string {
  const text = fact.charAt(0).toUpperCase() + fact.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
