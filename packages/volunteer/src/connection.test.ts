import { SpikefedError } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { settle, startVolunteer } from "./testing/start.ts";

test("work goes on without a connection and is sent when it is back", async () => {
  const { coordinator, executors } = startVolunteer({}, (executor) => {
    executor.beforeStep = (step) => (step === 2 ? coordinator.cut() : undefined);
  });
  await settle();
  coordinator.say("task", coordinator.task(1));
  await settle();
  expect(executors[0]?.steps).toBe(6);
  expect(coordinator.uploads.size).toBe(0);
  coordinator.connect();
  await settle();
  expect([...coordinator.uploads.values()]).toMatchObject([{ isCounted: true }]);
  expect(coordinator.seen("hello")[1]).toMatchObject({
    resume: { clientId: "client-00000001", token: "token-00000001" },
  });
});

test("after a restart of the coordinator, finished work waits for its round to open again", async () => {
  const { coordinator, executors, now } = startVolunteer({}, (executor) => {
    executor.beforeStep = (step) => (step === 2 ? coordinator.cut() : undefined);
  });
  await settle();
  coordinator.say("task", coordinator.task(1));
  await settle();
  coordinator.note({ type: "restarted", round: 1 });
  coordinator.connect();
  await settle();
  expect(coordinator.seen("upload-begin")).toEqual([]);
  expect(now()).toMatchObject({ online: true, phase: "sending" });
  coordinator.say("task", coordinator.task(1));
  await settle();
  expect(executors[0]?.steps).toBe(6);
  expect([...coordinator.uploads.values()]).toMatchObject([{ isCounted: true }]);
});

test("a coordinator that was asked to stop says so; what is being done goes on", async () => {
  const { coordinator, now } = startVolunteer();
  await settle();
  const error = new SpikefedError("room/stopping").report();
  coordinator.say("stopping", { error, retryMs: 3_000 });
  await settle();
  expect(now()).toMatchObject({ online: true, phase: "waiting", error: { code: "room/stopping" } });
  coordinator.say("task", coordinator.task(1));
  await settle();
  expect([...coordinator.uploads.values()]).toMatchObject([{ isCounted: true }]);
  coordinator.cut();
  coordinator.connect(); // started again
  await settle();
  expect(now().error).toBeNull();
});

test("work on a round that opens again with others is not offered", async () => {
  const { coordinator, now } = startVolunteer({}, (executor) => {
    executor.beforeStep = (step) => (step === 2 ? coordinator.cut() : undefined);
  });
  await settle();
  coordinator.say("task", coordinator.task(1));
  await settle();
  const modelHash = coordinator.task(1).model.hash;
  coordinator.note({ type: "restarted", round: 1 });
  coordinator.note({ type: "round-opened", round: 1, cohort: [2], modelHash, deadlineMs: 9 });
  coordinator.connect();
  await settle();
  expect(coordinator.seen("upload-begin")).toEqual([]);
  expect(now().phase).toBe("waiting");
});

test("another version of the protocol stops the session with the advice to reload", async () => {
  const { coordinator, now } = startVolunteer();
  const error = new SpikefedError("wire/version", { got: 1, want: 2 }).report();
  coordinator.intercept = (event) => (event === "hello" ? { ok: false, error } : null);
  await settle();
  expect(now()).toMatchObject({ phase: "stopped", online: false, error });
  expect(coordinator.connections).toBe(1);
});

test("a connection that the coordinator ends is not made again", async () => {
  const { coordinator, now } = startVolunteer();
  await settle();
  coordinator.cut("io server disconnect");
  expect(now()).toMatchObject({ phase: "stopped", error: { code: "volunteer/ended" } });
});

test("a page that was frozen connects again when the coordinator gave up on it", async () => {
  const { coordinator, volunteer, now } = startVolunteer();
  await settle();
  volunteer.sleep(true);
  expect(coordinator.seen("state").at(-1)).toEqual({ state: "asleep" });
  coordinator.cut("io server disconnect");
  await settle();
  expect(now()).toMatchObject({ online: true, phase: "waiting", error: null });
});

test("a page whose rest is over does not take a place back that another connection has", async () => {
  const { coordinator, volunteer, now } = startVolunteer();
  await settle();
  volunteer.sleep(true);
  volunteer.sleep(false);
  expect(now()).toMatchObject({ napping: true });
  await settle();
  expect(now()).toMatchObject({ napping: false });
  coordinator.cut("io server disconnect");
  await settle();
  expect(now()).toMatchObject({ phase: "stopped", error: { code: "volunteer/ended" } });
});

test("a page that is frozen again before the answer came still sleeps", async () => {
  const { coordinator, volunteer, now } = startVolunteer();
  await settle();
  volunteer.sleep(true);
  volunteer.sleep(false);
  volunteer.sleep(true);
  await settle();
  expect(now()).toMatchObject({ napping: true });
  coordinator.cut("io server disconnect");
  await settle();
  expect(now()).toMatchObject({ online: true, napping: false, error: null });
});

test("work on a round that closed while there was no connection is dropped", async () => {
  const { coordinator, executors, now } = startVolunteer({}, (executor) => {
    executor.beforeStep = async (step) => {
      if (step !== 2) return;
      coordinator.cut();
      const modelHash = coordinator.task(2, 1).model.hash;
      const average = { round: 1, clients: [2], samples: 4, modelHash, version: 1 };
      coordinator.note({ type: "aggregated", ...average });
      coordinator.connect();
      await settle();
    };
  });
  await settle();
  coordinator.say("task", coordinator.task(1));
  await settle();
  await settle();
  expect(executors[0]?.steps).toBe(2);
  expect(now()).toMatchObject({ phase: "waiting", online: true, error: null });
});

test("a person may end the wait for a lost connection; one that is there stays as it is", async () => {
  const { coordinator, volunteer, now } = startVolunteer();
  await settle();
  volunteer.reconnect();
  await settle();
  expect(coordinator.connections).toBe(1);
  coordinator.cut();
  coordinator.say("connect_error", new Error("refused"));
  expect(now()).toMatchObject({ online: false, error: { code: "volunteer/unreachable" } });
  volunteer.reconnect();
  await settle();
  expect(coordinator.connections).toBe(2);
  expect(now()).toMatchObject({ online: true, error: null });
});

test("a session that has left does not come back when it is asked to connect", async () => {
  const { coordinator, volunteer } = startVolunteer();
  await settle();
  await volunteer.leave();
  volunteer.reconnect();
  await settle();
  expect(coordinator.connections).toBe(1);
});
