import type { LessonFigure, Reveal, Verdict } from "@spikefed/fl-core";
import { LESSONS, lessons } from "@spikefed/protocol";
import { expect, test } from "vitest";
import { figureRow, lessonWords, placeWords, questionWords, verdictWords } from "./lesson-words.ts";
import { wantedLesson } from "./wanted-lesson.ts";

test("each lesson has a question and at most two lines for the teacher", () => {
  for (const name of LESSONS) {
    const { title, question, script } = lessonWords(name);
    expect(question, title).toMatch(/\?$/);
    expect(script.length, title).toBeLessThanOrEqual(140);
  }
});

test("a run of a lesson says which one it is", () => {
  const place = (name: "first-run" | "unequal-data", run: number) => ({
    lesson: lessons[name],
    run: lessons[name].runs[run]!,
  });
  expect(placeWords(place("first-run", 0))).toBe("First run");
  expect(placeWords(place("unequal-data", 1))).toBe("Unequal data, run 2 of 2: two kinds each");
});

test("what is asked is true of the run that is open", () => {
  for (const name of LESSONS) {
    for (const run of lessons[name].runs) {
      const question = questionWords({ lesson: lessons[name], run });
      expect(question, run.name).toMatch(/\?$/);
      const hasTwoKinds = run.settings.partition.kind === "pathological";
      expect(/two kinds/.test(question), run.name).toBe(hasTwoKinds);
    }
  }
});

test("a row has the figure and its interval; what was not measured says so", () => {
  const figure: LessonFigure = {
    name: "median",
    accuracy: 0.372,
    samples: 500,
    round: 6,
    devices: 7,
  };
  expect(figureRow(figure)).toEqual({
    ...{ name: "median", accuracy: "37.2\u00a0%", range: "33.1\u00a0% to 41.5\u00a0%" },
    ...{ round: "6", devices: "7" },
  });
  const missing = { ...figure, accuracy: null, samples: null, round: null, devices: null };
  expect(Object.values(figureRow(missing)).slice(1)).toEqual(new Array(4).fill("not measured"));
  const guess = { ...missing, name: "guessing" as const, accuracy: 0.1 };
  expect(figureRow(guess)).toMatchObject({ accuracy: "10.0\u00a0%", range: "none", round: "none" });
});

test("every verdict of every lesson has a sentence, and no two that differ share one", () => {
  const verdicts: Verdict[] = ["shown", "not-shown", "unclear", "unmeasured"];
  for (const lesson of LESSONS) {
    const told = (verdict: Verdict): Reveal => ({ lesson, verdict, figures: [], left: 3 });
    const words = verdicts.map((verdict) => verdictWords(told(verdict)));
    expect(new Set(words).size).toBe(verdicts.length);
  }
  const kept: Reveal = { lesson: "someone-leaves", verdict: "shown", figures: [], left: 1 };
  expect(verdictWords(kept)).toMatch(/^1 device was gone/);
  expect(verdictWords({ ...kept, left: 3 })).toMatch(/^3 devices were gone/);
});

test("the address names a lesson, or none that exists", () => {
  expect(wantedLesson("?lesson=bad-client&lang=de")).toBe("bad-client");
  expect(wantedLesson("?lesson=worse")).toBeNull();
  expect(wantedLesson("")).toBeNull();
});

test("a run that could not be fetched is not called missing", () => {
  const unknown: Reveal = { lesson: "bad-client", verdict: "unmeasured", figures: [], left: null };
  expect(verdictWords(unknown, true)).toMatch(/could not be fetched/);
  expect(verdictWords(unknown)).toMatch(/a run is missing/);
  expect(verdictWords({ ...unknown, verdict: "no-bad-client" }, true)).toMatch(/no robot sent/);
});
