import {
  defaultSettings,
  PROTOCOL_VERSION,
  type HelloAnswer,
  type LogEvent,
} from "@spikefed/protocol";
import { expect, test } from "vitest";
import { follow, startFeed } from "./watch-room.ts";

const opened: LogEvent = {
  seq: 0,
  atMs: 0,
  type: "run-opened",
  runId: "run-00001",
  settings: defaultSettings,
  dataset: { name: "shapes", source: "drawn", procedural: true, sha256: "", classes: ["a", "b"] },
  model: { hash: "", version: 0, bytes: 10, parameters: 5 },
};
const event = (seq: number, type: "run-started" | "paused" | "resumed"): LogEvent => ({
  seq,
  atMs: seq,
  type,
});

const room = {
  protocol: PROTOCOL_VERSION,
  code: "K7QF",
  runId: "run-00001",
  phase: "lobby" as const,
  present: 0,
  inviteOnly: false,
  dataset: { name: "shapes", source: "drawn", procedural: true, classes: ["a", "b"] },
  preset: "s5" as const,
  network: "snn" as const,
  downloadBytes: 1,
};
const answer: HelloAnswer = {
  ...{ you: null, room, settings: defaultSettings, log: [opened], roster: [] },
  ...{ partition: null, door: null },
};
const feed = () => startFeed(answer);

test("the log is followed event by event, overlaps are dropped", () => {
  const next = follow(feed(), [opened, event(1, "run-started"), event(2, "paused")]);
  expect(next?.view.phase).toBe("paused");
  expect(next?.log.map(({ seq }) => seq)).toEqual([0, 1, 2]);
});

test("a gap asks for the whole log", () => {
  expect(follow(feed(), [event(2, "paused")])).toBeNull();
});

test("an answer that goes on from what is known adds what follows, and keeps a roster that it leaves out", () => {
  const first = startFeed(answer);
  const later = event(1, "run-started");
  const entry = { client: 1 } as (typeof first.roster)[number];
  const next = startFeed({ ...answer, log: [later], roster: null }, { ...first, roster: [entry] });
  expect(next.log).toEqual([...first.log, later]);
  expect(next.view.next).toBe(2);
  expect(next.roster).toEqual([entry]);
  const again = startFeed({ ...answer, log: [later], roster: [] }, next);
  expect(again.log).toEqual(next.log);
});
