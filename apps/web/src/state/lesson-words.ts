// Lessons and what they reveal, in words.

import { wilson, type LessonFigure, type Reveal } from "@spikefed/fl-core";
import type { LessonName, LessonPlace, LessonRunName } from "@spikefed/protocol";
import { t } from "../i18n/en/lesson.ts";
import { percent } from "./format.ts";

const keys = {
  "first-run": "firstRun",
  "unequal-data": "unequalData",
  "someone-leaves": "someoneLeaves",
  "bad-client": "badClient",
} as const satisfies Record<LessonName, string>;

export interface LessonWords {
  title: string;
  question: string;
  /** Two lines for the teacher to say. */
  script: string;
}

export function lessonWords(name: LessonName): LessonWords {
  const key = keys[name];
  return { title: t(key), question: t(`${key}Question`), script: t(`${key}Script`) };
}

/** Of the run that is open: where pictures are dealt alike nobody sees two kinds only. */
export function questionWords({ lesson, run }: LessonPlace): string {
  if (run.name === "equal") return t("unequalDataEqualQuestion");
  return lessonWords(lesson.name).question;
}

export const runWords = (name: LessonRunName): string => t(name);

/** "Unequal data, run 2 of 2: two kinds each". */
export function placeWords({ lesson, run }: LessonPlace): string {
  const { title } = lessonWords(lesson.name);
  const count = lesson.runs.length;
  if (count === 1) return title;
  const number = lesson.runs.indexOf(run) + 1;
  return t("runOf", { title, number, count, run: runWords(run.name) });
}

/**
 * What the figures say, in one sentence.
 *
 * @param isIncomplete Earlier runs could not be fetched.
 */
export function verdictWords({ lesson, verdict, left }: Reveal, isIncomplete = false): string {
  switch (verdict) {
    case "unmeasured":
      return t(isIncomplete ? "runsNotFetched" : "unmeasured");
    case "unclear":
      return t("unclear");
    case "no-bad-client":
      return t("noBadClient");
    case "nobody-left":
      return t("nobodyLeft");
    case "shown":
    case "not-shown": {
      const ending = verdict === "shown" ? "Shown" : "NotShown";
      if (lesson === "someone-leaves") return t(`someoneLeaves${ending}`, { count: left ?? 0 });
      return t(`${keys[lesson]}${ending}`);
    }
  }
}

export interface FigureRow {
  name: string;
  accuracy: string;
  range: string;
  round: string;
  devices: string;
}

/** A row of the reveal's table; what was not measured says so. */
export function figureRow({ name, accuracy, samples, round, devices }: LessonFigure): FigureRow {
  const counted = name === "guessing" ? t("none") : t("notMeasured");
  return {
    name: t(name),
    accuracy: percent(accuracy),
    range: rangeWords(accuracy, samples) ?? counted,
    round: round === null ? counted : String(round),
    devices: devices === null ? counted : String(devices),
  };
}

function rangeWords(accuracy: number | null, samples: number | null): string | null {
  if (accuracy === null || samples === null) return null;
  const range = wilson(Math.round(accuracy * samples), samples);
  return range && t("fromTo", { low: percent(range.low), high: percent(range.high) });
}
