import { tinyDataset } from "@spikefed/datasets/testing";
import { ShardPlan } from "@spikefed/datasets";
import { defaultSettings, LESSONS, lessonOf, lessons } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { fitSettings } from "./fit-settings.ts";

const photographs = { train: { count: 50_000 }, procedural: false };
const shapes = { train: { count: 5_000 }, procedural: true };

test("the default shares stand on CIFAR and become equal parts of a smaller set", () => {
  expect(fitSettings(defaultSettings, photographs)).toBe(defaultSettings);
  expect(fitSettings(defaultSettings, shapes)).toEqual({
    ...defaultSettings,
    samplesPerClient: null,
  });
});

const runs = LESSONS.flatMap((lesson) =>
  lessons[lesson].runs.map(({ name, settings }) => ({ lesson, name, settings })),
);
const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

/** As many pictures as the drawn shapes have, of ten classes. */
const fewPictures = tinyDataset(5_000, 1_000);

test.each(runs)("$lesson, $name: is dealt from the drawn shapes, whatever seed", ({ settings }) => {
  for (const seed of seeds) {
    const fitted = { ...fitSettings(settings, shapes), seed };
    expect(lessonOf(fitted)).not.toBeNull();
    const plan = new ShardPlan(fewPictures, fitted);
    expect(plan.labelCounts.map((counts) => counts.reduce((a, b) => a + b))).toEqual(
      new Array(20).fill(200),
    );
  }
});

test.each(runs)("$lesson, $name: has a share for 40 devices on photographs", ({ settings }) => {
  expect(fitSettings(settings, photographs)).toEqual(settings);
  expect(settings.clients).toBe(40);
});
