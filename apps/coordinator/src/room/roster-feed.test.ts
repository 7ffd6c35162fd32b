import { expect, test } from "vitest";

import { manualClock } from "../testing/manual-clock.ts";
import { EAR_PARTS, type EarPart } from "./ports.ts";
import { RosterFeed } from "./roster-feed.ts";

function feedOf(entries: number, listeners: number) {
  const clock = manualClock();
  const told: { atMs: number; to: EarPart }[] = [];
  const startMs = clock.now();
  const feed = new RosterFeed({
    clock,
    entries: () => entries,
    listeners: () => listeners,
    tell: (...parts) => {
      told.push(...parts.map((to) => ({ atMs: clock.now() - startMs, to })));
    },
  });
  return { clock, told, feed };
}

test("a class is told all together, four times a second at most", () => {
  const { feed, told, clock } = feedOf(30, 32);
  for (let ms = 0; ms < 1000; ms += 10) {
    feed.mark();
    clock.advance(10);
  }
  expect(told.every(({ to }) => to === "all")).toBe(true);
  expect(told.map(({ atMs }) => atMs)).toEqual([0, 250, 500, 750, 1000]);
});

test("of a crowd each part is told once of a change, the hosts each time, then it is quiet", () => {
  const { feed, told, clock } = feedOf(1000, 5000);
  feed.mark();
  clock.advance(600_000);
  const parts = told.map(({ to }) => to).filter((to) => to !== "hosts");
  expect(parts).toEqual(Array.from({ length: EAR_PARTS }, (_, part) => part));
  expect(told.filter(({ to }) => to === "hosts").length).toBe(EAR_PARTS);
});

test("a crowd that changes all the time costs no more than 32 entries a millisecond", () => {
  const [entries, listeners, ms] = [1000, 5000, 60_000];
  const { feed, told, clock } = feedOf(entries, listeners);
  for (let at = 0; at < ms; at += 100) {
    feed.mark();
    clock.advance(100);
  }
  const parts = told.filter(({ to }) => to !== "hosts").length;
  expect((parts * entries * listeners) / EAR_PARTS).toBeLessThan(33 * ms + entries * listeners);
  expect(parts).toBeGreaterThan(20);
});
