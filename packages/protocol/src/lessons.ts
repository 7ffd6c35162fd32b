// Lessons: runs with a question, for a class. Each is settings and who is needed; the words for people
// are the pages', what came out is fl-core's `reveal`.

import type { AttackKind } from "./attackers.ts";
import { canonicalJson } from "./canonical-json.ts";
import { defaultSettings, type RunSettings } from "./settings.ts";

export const LESSONS = ["first-run", "unequal-data", "someone-leaves", "bad-client"] as const;
export type LessonName = (typeof LESSONS)[number];

export type LessonRunName = "alone" | "equal" | "unequal" | "mean" | "median";

/** One run of a lesson. A lesson that compares has two, which differ in one thing. */
export interface LessonRun {
  name: LessonRunName;
  settings: RunSettings;
}

/** Robots that make the lesson work without a class. */
export interface LessonRobots {
  honest: number;
  /** What one more does instead of helping; null: there is no such one. */
  attack: AttackKind | null;
}

export interface Lesson {
  name: LessonName;
  /** In the order in which a class sees them. */
  runs: readonly LessonRun[];
  /** For a rehearsal. */
  robots: LessonRobots;
}

/**
 * What all lessons share: tabs without a graphics chip do a round in seconds, a class of 40 has a
 * share each. No two runs of lessons have the
 * same settings, since `lessonOf` tells them by these.
 */
const small: RunSettings = {
  ...defaultSettings,
  preset: "s4",
  timesteps: 2,
  clients: 40,
  samplesPerClient: 200,
  rounds: 6,
  batchSize: 16,
  testSamples: 500,
};

const longer: RunSettings = { ...small, rounds: 7 };
/** A median of two is their mean. */
const guarded: RunSettings = { ...small, minReports: 3 };
const rehearsal: LessonRobots = { honest: 6, attack: null };

export const lessons: Readonly<Record<LessonName, Lesson>> = {
  "first-run": {
    name: "first-run",
    runs: [{ name: "alone", settings: small }],
    robots: rehearsal,
  },
  "unequal-data": {
    name: "unequal-data",
    runs: [
      { name: "equal", settings: longer },
      {
        name: "unequal",
        settings: { ...longer, partition: { kind: "pathological", classesPerClient: 2 } },
      },
    ],
    robots: rehearsal,
  },
  "someone-leaves": {
    name: "someone-leaves",
    runs: [{ name: "alone", settings: { ...small, rounds: 8 } }],
    robots: rehearsal,
  },
  "bad-client": {
    name: "bad-client",
    runs: [
      { name: "mean", settings: guarded },
      {
        name: "median",
        settings: { ...guarded, strategy: { kind: "fedmedian", clipNorm: null } },
      },
    ],
    robots: { honest: 5, attack: "scale" },
  },
};

/** The drawn shapes are few: with two of ten classes each, a class is dealt to four of 20 at most. */
const SHARES_OF_SHAPES = 20;

/** The settings of a lesson's run with as many shares as the pictures are enough for. */
export function lessonSettings(
  settings: RunSettings,
  { procedural }: { procedural: boolean },
): RunSettings {
  const clients = procedural ? Math.min(SHARES_OF_SHAPES, settings.clients) : settings.clients;
  return { ...settings, clients };
}

/** Which run of which lesson. */
export interface LessonPlace {
  lesson: Lesson;
  run: LessonRun;
}

const places: readonly LessonPlace[] = LESSONS.flatMap((name) =>
  lessons[name].runs.map((run) => ({ lesson: lessons[name], run })),
);

/**
 * The lesson that these settings are a run of; null: they are somebody's own. Another seed or another
 * number of shares is still the lesson: it is drawn otherwise, or has more room.
 */
export function lessonOf(settings: RunSettings): LessonPlace | null {
  const key = keyOf(settings);
  return places.find(({ run }) => keyOf(run.settings) === key) ?? null;
}

function keyOf(settings: RunSettings): string {
  const { seed, clients } = small;
  return canonicalJson({ ...settings, seed, clients });
}
