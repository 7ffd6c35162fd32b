import { emptyView, type RunView } from "@spikefed/fl-core";
import { defaultSettings, type RoomPhase } from "@spikefed/protocol";
import { describe, expect, test } from "vitest";
import {
  compileSentence,
  groupSentence,
  leftText,
  statusSentence,
  watchSentence,
  workSentence,
  type StatusFacts,
} from "./volunteer-sentence.ts";
import { roundFacts } from "./testing/facts.ts";

const roundThree = roundFacts(3, { reported: [2, 3], closedMs: null });

const inPhase = (phase: RoomPhase, more: Partial<RunView> = {}): RunView => ({
  ...emptyView,
  phase,
  round: 3,
  settings: { ...defaultSettings, rounds: 10 },
  rounds: [roundThree],
  ...more,
});

const say = (phase: StatusFacts["phase"], view: RunView, more: Partial<StatusFacts> = {}) =>
  statusSentence({
    phase,
    view,
    online: true,
    leaving: false,
    you: { client: 1, name: "Quiet Otter" },
    ...more,
  });

describe("the status sentence", () => {
  test.each<[StatusFacts["phase"], RoomPhase, string]>([
    ["connecting", "lobby", "Connecting to the room."],
    ["loading", "training", "Fetching your pictures and the group model."],
    ["waiting", "lobby", "You are in, Quiet Otter. Waiting for the host to start."],
    ["training", "training", "Round 3 of 10. Training on your pictures."],
    ["sending", "training", "Round 3 of 10. Sending your update."],
    ["sent", "training", "Round 3 of 10. Your update is in. Waiting for the others."],
    ["sent", "aggregating", "Round 3 of 10. The coordinator is averaging the updates."],
    [
      "waiting",
      "training",
      "Round 3 of 10. The others are training; you come in at the next round.",
    ],
    ["waiting", "paused", "The host has paused everything. Look up; nothing to do here."],
    ["waiting", "selecting", "Waiting for the next round to open."],
  ])("%s while the room is %s", (phase, room, sentence) => {
    expect(say(phase, inPhase(room))).toBe(sentence);
  });

  test("who was not needed because enough others were faster is told that nothing is wrong", () => {
    const closed = roundFacts(3, { reported: [2], goal: 1, closedWhy: "goal" });
    const view = inPhase("aggregating", { rounds: [closed] });
    expect(say("waiting", view)).toBe(
      "Enough others were faster this time; your part was not needed. Nothing is wrong. " +
        "Round 3 of 10. The coordinator is averaging the updates.",
    );
    expect(say("waiting", view, { you: { client: 2, name: "In Time" } })).not.toMatch(/faster/);
    const late = inPhase("aggregating", { rounds: [{ ...closed, closedWhy: "deadline" }] });
    expect(say("waiting", late)).not.toMatch(/faster/);
  });

  test("a lost connection is said, and that nothing is lost", () => {
    expect(say("training", inPhase("training"), { online: false })).toBe(
      "Reconnecting. Your work is kept.",
    );
  });

  test("leaving after the round is said with the round", () => {
    expect(say("training", inPhase("training"), { leaving: true })).toBe(
      "Round 3 of 10. Training on your pictures. You leave after this round.",
    );
  });

  test("a drawn straggler is told that it sits the round out, others are not", () => {
    const drawn = (stragglers: number[]) =>
      inPhase("training", { rounds: [{ ...roundThree, cohort: [2, 3], stragglers }] });
    expect(say("waiting", drawn([1]))).toBe(
      "Round 3 of 10. The lot fell on this device to sit this round out, " +
        "as the host's settings ask. Nothing is wrong.",
    );
    expect(say("waiting", drawn([2]))).toContain("you come in at the next round");
    expect(say("waiting", { ...drawn([1]), phase: "evaluating" })).not.toContain("lot");
  });

  test("does not change while others report", () => {
    const more = inPhase("training", { rounds: [{ ...roundThree, reported: [1, 2, 3] }] });
    expect(say("sent", more)).toBe(say("sent", inPhase("training")));
  });

  test("in step mode the host is named", () => {
    const settings = { ...defaultSettings, rounds: 10, stepMode: true };
    const rounds = [roundFacts(3, { modelHash: "ab" })];
    expect(say("waiting", inPhase("selecting", { settings, rounds }))).toBe(
      "Round 3 is done. The host is explaining; the next round comes soon.",
    );
  });

  test("the end names the accuracy, or that it was not measured", () => {
    const done = { ...roundThree, accuracy: 0.487, modelHash: "ab" };
    expect(say("waiting", inPhase("done", { rounds: [done] }))).toBe(
      "The run is over after 1 round. Final accuracy 48.7\u00a0%.",
    );
    expect(watchSentence(inPhase("done"))).toBe(
      "The run is over after 0 rounds. The accuracy was not measured.",
    );
  });
});

test("the group line counts", () => {
  expect(groupSentence(inPhase("training"))).toBe("Group: 2 of 3 have sent.");
  expect(groupSentence(inPhase("evaluating"))).toBeNull();
});

test("time left is an upper bound, missing when unknown", () => {
  expect(leftText(48_400)).toBe("At most 48\u00a0s left.");
  expect(leftText(null)).toBeNull();
});

test("work is counted in batches", () => {
  const work = { batch: 7, batches: 16, loss: 1.618, accuracy: 0.41 };
  expect(workSentence(work)).toBe("Batch 7 of 16. Loss 1.62, 41\u00a0% right.");
  expect(workSentence({ ...work, loss: null })).toBe("Batch 7 of 16.");
  expect(workSentence(null)).toBeNull();
});

test("a device that paused by itself does not say that a person did", () => {
  const view = inPhase("training");
  expect(say("paused", view)).toMatch(/^You have paused\./);
  expect(say("paused", view, { error: { code: "volunteer/device" } })).toBe(
    "This device has paused by itself. The reason and what to do are below.",
  );
});

test("compiling says how many kernels are ready", () => {
  expect(compileSentence({ done: 12, total: 55 })).toBe(
    "Preparing the graphics chip: 12 of 55 kernels.",
  );
});

test("back from a rest the page says so, and in which round, until then what it did", () => {
  const back = { rested: true };
  expect(say("training", inPhase("training"), back)).toBe(
    "Your browser rested this page. You are back in round 3.",
  );
  expect(say("waiting", inPhase("lobby"), back)).toBe(
    "Your browser rested this page. You are back.",
  );
  expect(say("training", inPhase("training"), { ...back, online: false })).toBe(
    "Reconnecting. Your work is kept.",
  );
});

test.each<[string, StatusFacts["phase"], RunView, Partial<StatusFacts>, RegExp]>([
  ["the run is over", "waiting", inPhase("done"), {}, /^The run is over/],
  ["the host has paused", "waiting", inPhase("paused"), {}, /^The host has paused/],
  ["the chip restarts", "training", inPhase("training"), { restarting: true }, /^Graphics chip/],
  [
    "the host lets it sit out",
    "waiting",
    inPhase("training", { dropped: new Map([[1, 3]]) }),
    {},
    /sit/,
  ],
  ["the round is of before", "training", inPhase("training"), { napping: true }, /^Round 3 of 10/],
])("back from a rest, what matters more is said: %s", (_why, phase, view, more, sentence) => {
  expect(say(phase, view, { ...more, rested: true })).toMatch(sentence);
});

test("a new graphics device is told while it is made", () => {
  expect(say("training", inPhase("training"), { restarting: true })).toBe(
    "Graphics chip restarted. Picking up again.",
  );
});

test("a low battery that pauses is no person", () => {
  expect(say("paused", inPhase("training"), { byBattery: true })).toMatch(
    /^Paused: the battery is under 20\u00a0%\. It goes on by itself/,
  );
});
