import type { ClientMessage } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { settle, startVolunteer } from "./testing/start.ts";

test.each(["closed", "paused", "stopped"])(
  "a cancel (%s) ends the work after its batch",
  async (why) => {
    const { coordinator, executors, now } = startVolunteer({}, (executor) => {
      executor.beforeStep = (step) =>
        step === 2 ? coordinator.say("cancel", { round: 1, why }) : undefined;
    });
    await settle();
    coordinator.say("task", coordinator.task(1));
    await settle();
    expect(executors[0]?.steps).toBe(2);
    expect(coordinator.uploads.size).toBe(0);
    expect(coordinator.seen("training-failed")).toEqual([]);
    expect(now()).toMatchObject({ phase: "waiting", work: null });
  },
);

test("a cancel of another round is of no interest", async () => {
  const { coordinator } = startVolunteer({}, (executor) => {
    executor.beforeStep = () => coordinator.say("cancel", { round: 9, why: "closed" });
  });
  await settle();
  coordinator.say("task", coordinator.task(1));
  await settle();
  expect(coordinator.uploads.size).toBe(1);
});

test("the task sent again while it is worked on does not start it anew", async () => {
  const { coordinator, executors } = startVolunteer({}, (executor) => {
    executor.beforeStep = (step) =>
      step === 2 ? coordinator.say("task", coordinator.task(1)) : undefined;
  });
  await settle();
  coordinator.say("task", coordinator.task(1));
  await settle();
  expect(executors[0]?.steps).toBe(6);
  expect(coordinator.uploads.size).toBe(1);
});

test("a pause keeps the work, resume goes on with it", async () => {
  const { coordinator, volunteer, executors, now } = startVolunteer({}, (executor) => {
    executor.beforeStep = (step) => (step === 2 ? volunteer.pause() : undefined);
  });
  await settle();
  coordinator.say("task", coordinator.task(1));
  await settle();
  expect(executors[0]?.steps).toBe(2);
  expect(now().phase).toBe("paused");
  expect(coordinator.seen("state").at(-1)).toMatchObject({ state: "paused" });
  volunteer.resume();
  await settle();
  expect(executors[0]?.steps).toBe(6);
  expect(coordinator.uploads.size).toBe(1);
});

test("leaving after the round sends it first", async () => {
  const { coordinator, volunteer, executors, sessions, now } = startVolunteer({}, (executor) => {
    executor.beforeStep = (step) => (step === 2 ? volunteer.leaveAfterRound(true) : undefined);
  });
  await settle();
  coordinator.say("task", coordinator.task(1));
  await settle();
  expect([...coordinator.uploads.values()]).toMatchObject([{ isCounted: true }]);
  expect(coordinator.messages.at(-1)?.event).toBe("leave");
  expect(now()).toMatchObject({ phase: "left", online: false });
  expect(sessions.at(-1)).toBeNull();
  expect(executors[0]?.isDisposed).toBe(true);
});

test("leaving now drops the work", async () => {
  const { coordinator, volunteer, executors, now } = startVolunteer({}, (executor) => {
    executor.beforeStep = (step) => (step === 2 ? void volunteer.leave() : undefined);
  });
  await settle();
  coordinator.say("task", coordinator.task(1));
  await settle();
  expect(executors[0]?.steps).toBe(2);
  expect(coordinator.uploads.size).toBe(0);
  expect(coordinator.seen("leave")).toEqual([{}]);
  expect(now().phase).toBe("left");
});

test("a session that is disposed of says nothing and frees its executor", async () => {
  const { coordinator, volunteer, executors, phases, sessions } = startVolunteer();
  await settle();
  volunteer.dispose();
  await settle();
  expect(coordinator.seen("leave")).toEqual([]);
  expect(executors[0]?.isDisposed).toBe(true);
  expect([phases.at(-1), sessions.at(-1)]).not.toContain("left");
});

test("the room is told that the page is hidden and how hard it works, the work goes on", async () => {
  const { coordinator, volunteer, executors } = startVolunteer({}, (executor) => {
    executor.beforeStep = (step) => {
      if (step === 2) volunteer.setHidden(true);
      if (step === 3) volunteer.setPace(0.4, "gentle");
      if (step === 4) volunteer.setPace(0.4, "gentle");
      if (step === 5) volunteer.setHidden(false);
    };
  });
  await settle();
  coordinator.say("task", coordinator.task(1));
  await settle();
  expect(executors[0]?.steps).toBe(6);
  const said = coordinator.seen("state").map((message) => {
    const { state, hidden, pace } = message as ClientMessage<"state">;
    return `${state} ${hidden} ${pace}`;
  });
  expect(said.filter((line) => line.startsWith("training"))).toEqual([
    "training false full",
    "training true full",
    "training true gentle",
    "training false gentle",
  ]);
});

test("each batch is told with its number and time, and counted", async () => {
  const batches: [number, number][] = [];
  const { coordinator, now } = startVolunteer({
    onBatch: (batch, ms) => batches.push([batch, ms]),
  });
  await settle();
  for (const round of [1, 2]) {
    coordinator.say("task", coordinator.task(round));
    await settle();
  }
  expect(batches.map(([batch]) => batch)).toEqual([1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6]);
  expect(batches.every(([, ms]) => ms > 0)).toBe(true);
  expect(now().batches).toBe(12);
});

test("waving, and the closing of the page, are said to the room", async () => {
  const { coordinator, volunteer, now } = startVolunteer();
  await settle();
  volunteer.wave();
  volunteer.close();
  expect(coordinator.seen("wave")).toEqual([{}]);
  expect(coordinator.seen("leave")).toEqual([{ mayReturn: true }]);
  expect(now().phase).toBe("waiting");
});
