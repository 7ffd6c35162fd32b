// The lesson that the open run belongs to, and what its runs reveal.

import { reveal, type Reveal, type RunView } from "@spikefed/fl-core";
import { lessonOf, type LessonPlace } from "@spikefed/protocol";
import { useEffect, useMemo, useState } from "preact/hooks";
import { fetchLessonRuns } from "../net/lesson-runs.ts";

export interface OpenLesson {
  place: LessonPlace;
  /** null: the run is not over, or the lesson's earlier runs are on their way. */
  reveal: Reveal | null;
  /** The earlier runs could not be fetched: what the reveal misses may be there. */
  isIncomplete: boolean;
}

interface Past {
  views: RunView[];
  hasFailed: boolean;
}

const none: Past = { views: [], hasFailed: false };

/**
 * null: the run is nobody's lesson.
 *
 * @param code of the room
 */
export function useLesson(view: RunView, code: string): OpenLesson | null {
  const { settings, runId, phase } = view;
  const place = useMemo(() => (settings === null ? null : lessonOf(settings)), [settings]);
  const compares = place !== null && place.lesson.runs.length > 1;
  const isOver = phase === "done";
  const fetched = usePastRuns(compares && isOver ? code : null, runId);
  const past = compares ? fetched : none;
  if (place === null) return null;
  const isKnown = isOver && past !== null;
  return {
    place,
    reveal: isKnown ? reveal(place.lesson.name, [view, ...past.views]) : null,
    isIncomplete: past?.hasFailed ?? false,
  };
}

/**
 * Asked for anew with each run; null: not answered yet.
 *
 * @param code of the room; null: they are not wanted
 */
function usePastRuns(code: string | null, runId: string | null): Past | null {
  const [past, setPast] = useState<Past | null>(null);
  useEffect(() => {
    if (code === null) return undefined;
    let isStale = false;
    const tell = (told: Past) => {
      if (!isStale) setPast(told);
    };
    fetchLessonRuns(code).then(
      (views) => tell({ views, hasFailed: false }),
      () => tell({ views: [], hasFailed: true }),
    );
    return () => {
      isStale = true;
      setPast(null);
    };
  }, [code, runId]);
  return past;
}
