import type { LogEvent } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { manualClock } from "../testing/manual-clock.ts";
import { LogFeed } from "./log-feed.ts";

const left = (seq: number): LogEvent => ({ seq, atMs: 0, type: "left", client: seq, why: "said" });
const started = (seq: number): LogEvent => ({ seq, atMs: 0, type: "run-started" });

function feedOf(listeners: number) {
  const clock = manualClock();
  const told: number[][] = [];
  const tell = (events: LogEvent[]) => void told.push(events.map(({ seq }) => seq));
  const feed = new LogFeed({ clock, listeners: () => listeners, tell });
  return { clock, told, feed };
}

test("a class is told each event at once", () => {
  const { feed, told } = feedOf(30);
  feed.push([left(0)]);
  feed.push([left(1), left(2)]);
  expect(told).toEqual([[0], [1, 2]]);
});

test("a crowd is told of its clients together, and in order", () => {
  const { feed, told, clock } = feedOf(5000);
  for (let seq = 0; seq < 100; seq++) feed.push([left(seq)]);
  expect(told).toEqual([]);
  clock.advance(1000);
  expect(told).toEqual([Array.from({ length: 100 }, (_, seq) => seq)]);
});

test("what concerns everybody waits for nothing, and takes along what waited", () => {
  const { feed, told, clock } = feedOf(5000);
  feed.push([left(0)]);
  feed.push([started(1)]);
  expect(told).toEqual([[0, 1]]);
  clock.advance(5000);
  expect(told).toEqual([[0, 1]]);
});

test("once it is closed nobody is told anything", () => {
  const { feed, told, clock } = feedOf(5000);
  feed.push([left(0)]);
  feed.close();
  clock.advance(5000);
  feed.push([started(1)]);
  expect(told).toEqual([]);
});
