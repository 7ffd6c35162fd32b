import type { LogEvent } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { manualClock } from "../testing/manual-clock.ts";
import { LogFeed } from "./log-feed.ts";
import { EAR_PARTS, type EarPart } from "./ports.ts";

const left = (seq: number): LogEvent => ({ seq, atMs: 0, type: "left", client: seq, why: "said" });
const started = (seq: number): LogEvent => ({ seq, atMs: 0, type: "run-started" });

/** @returns told what was told to all, in one piece; heard what each part has heard, whoever was told */
function feedOf(listeners: number) {
  const clock = manualClock();
  const told: number[][] = [];
  const heard = new Map<EarPart, number[]>();
  const parts: EarPart[] = ["hosts", ...Array.from({ length: EAR_PARTS }, (_, part) => part)];
  /** Tellings, and when. */
  const turnsMs: number[] = [];
  const tellParts = (to: readonly EarPart[], events: LogEvent[]) => {
    turnsMs.push(clock.now());
    const seqs = events.map(({ seq }) => seq);
    for (const part of to) heard.set(part, [...(heard.get(part) ?? []), ...seqs]);
  };
  const tellAll = (events: LogEvent[]) => {
    told.push(events.map(({ seq }) => seq));
    tellParts(parts, events);
  };
  const feed = new LogFeed({ clock, listeners: () => listeners, tellAll, tellParts });
  return { clock, told, feed, turnsMs, parts, heard: (part: EarPart) => heard.get(part) ?? [] };
}

const upTo = (count: number) => Array.from({ length: count }, (_, seq) => seq);

test("a class is told each event at once", () => {
  const { feed, told } = feedOf(30);
  feed.push([left(0)]);
  feed.push([left(1), left(2)]);
  expect(told).toEqual([[0], [1, 2]]);
});

test("a crowd is told of its clients together, in order, and within a second", () => {
  const { feed, turnsMs, parts, heard, clock } = feedOf(5000);
  for (let seq = 0; seq < 100; seq++) feed.push([left(seq)]);
  expect(turnsMs).toEqual([]);
  clock.advance(1000);
  for (const part of parts) expect(heard(part)).toEqual(upTo(100));
  expect(turnsMs.length).toBeLessThan(20);
});

test("a crowd is not told all at the same moment, and misses nothing that comes meanwhile", () => {
  const { feed, turnsMs, parts, heard, clock } = feedOf(5000);
  for (let seq = 0; seq < 200; seq++) {
    feed.push([left(seq)]);
    clock.advance(17);
  }
  for (const part of parts) expect(heard(part)).toEqual(upTo(heard(part).length));
  clock.advance(1000);
  for (const part of parts) expect(heard(part)).toEqual(upTo(200));
  for (const ms of turnsMs) expect(turnsMs.filter((other) => other === ms).length).toBeLessThan(3);
});

test("what concerns everybody waits for nothing, and takes along what waited", () => {
  const { feed, told, clock } = feedOf(5000);
  feed.push([left(0)]);
  feed.push([started(1)]);
  expect(told).toEqual([[0, 1]]);
  clock.advance(5000);
  expect(told).toEqual([[0, 1]]);
});

test("what concerns everybody comes in the middle of a turn: each hears what it has not heard", () => {
  const { feed, parts, heard, clock } = feedOf(5000);
  feed.push([left(0)]);
  clock.advance(300);
  feed.push([left(1)]);
  feed.push([started(2)]);
  for (const part of parts) expect(heard(part)).toEqual([0, 1, 2]);
  clock.advance(5000);
  for (const part of parts) expect(heard(part)).toEqual([0, 1, 2]);
});

test("once it is closed nobody is told anything", () => {
  const { feed, turnsMs, clock } = feedOf(5000);
  feed.push([left(0)]);
  feed.close();
  clock.advance(5000);
  feed.push([started(1)]);
  expect(turnsMs).toEqual([]);
});
