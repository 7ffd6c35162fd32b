// The lesson that the open run belongs to, and what its runs reveal.

import { reveal, type Reveal, type RunView } from "@spikefed/fl-core";
import { lessonOf, type LessonPlace } from "@spikefed/protocol";
import { useEffect, useMemo, useState } from "preact/hooks";
import { fetchLessonRuns } from "../net/lesson-runs.ts";

export interface OpenLesson {
  place: LessonPlace;
  /** null: the run is not over. */
  reveal: Reveal | null;
}

/** null: the run is nobody's lesson. */
export function useLesson(view: RunView): OpenLesson | null {
  const { settings, runId, phase } = view;
  const place = useMemo(() => (settings === null ? null : lessonOf(settings)), [settings]);
  const [past, setPast] = useState<RunView[]>([]);
  const compares = place !== null && place.lesson.runs.length > 1;
  const isOver = phase === "done";
  useEffect(() => {
    if (!compares || !isOver) return undefined;
    let isStale = false;
    fetchLessonRuns().then(
      (views) => {
        if (!isStale) setPast(views);
      },
      () => setPast([]), // the other run is then shown as not measured
    );
    return () => {
      isStale = true;
    };
  }, [compares, isOver, runId]);
  if (place === null) return null;
  return { place, reveal: isOver ? reveal(place.lesson.name, [view, ...past]) : null };
}
