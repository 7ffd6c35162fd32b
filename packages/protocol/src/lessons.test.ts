import { expect, test } from "vitest";

import { checkSettings } from "./check-settings.ts";
import { LESSONS, lessonOf, lessons, lessonSettings, type LessonName } from "./lessons.ts";
import { readSettings } from "./read-settings.ts";
import { defaultSettings } from "./settings.ts";

/** The sizes of the two datasets that a class may meet. */
const cifar10 = { train: { count: 50_000 }, test: { count: 10_000 }, classes: { length: 10 } };
const shapes = { train: { count: 5000 }, test: { count: 1000 }, classes: { length: 10 } };

const runs = LESSONS.flatMap((name) =>
  lessons[name].runs.map((run) => ({ lesson: name, name: run.name, settings: run.settings })),
);

test.each(runs)("$lesson, $name: opens on photographs and on drawn shapes", ({ settings }) => {
  expect(readSettings(settings)).toEqual(settings);
  checkSettings(settings, cifar10);
  checkSettings(lessonSettings(settings, { procedural: true }), shapes);
  expect(lessonSettings(settings, { procedural: false })).toEqual(settings);
});

test.each(runs)("$lesson, $name: is told by its settings", ({ lesson, name, settings }) => {
  const place = lessonOf(settings);
  expect([place?.lesson.name, place?.run.name]).toEqual([lesson, name]);
});

test("another seed and more shares are still the lesson; anything else is somebody's own run", () => {
  const { settings } = runs[0]!;
  expect(lessonOf({ ...settings, seed: 77, clients: 60 })?.lesson.name).toBe("first-run");
  for (const change of [{ rounds: 5 }, { stepMode: true }, { batchSize: 8 }]) {
    expect(lessonOf({ ...settings, ...change })).toBeNull();
  }
  expect(lessonOf(defaultSettings)).toBeNull();
});

test.each<[LessonName, string[]]>([
  ["unequal-data", ["partition"]],
  ["bad-client", ["strategy"]],
])("the two runs of %s differ in one thing", (name, keys) => {
  const [one, other] = lessons[name].runs.map(({ settings }) => Object.entries(settings));
  const differs = one!.filter(
    ([key, value], i) => JSON.stringify([key, value]) !== JSON.stringify(other![i]),
  );
  expect(differs.map(([key]) => key)).toEqual(keys);
});

test("a lesson is rehearsed with eight robots at most", () => {
  for (const { robots } of Object.values(lessons)) {
    expect(robots.honest + (robots.attack === null ? 0 : 1)).toBeLessThanOrEqual(8);
  }
});
