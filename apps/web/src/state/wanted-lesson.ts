import { LESSONS, type LessonName } from "@spikefed/protocol";

/** The lesson that `/host?lesson=unequal-data` marks in the list of lessons. */
export function wantedLesson(search: string): LessonName | null {
  const wanted = new URLSearchParams(search).get("lesson");
  return LESSONS.find((name) => name === wanted) ?? null;
}
