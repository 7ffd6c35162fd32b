import { readUpdate } from "@spikefed/fl-core";
import { SpikefedError } from "@spikefed/protocol";
import { preset, stateLayout } from "@spikefed/snn-core";
import { expect, test } from "vitest";

import { settle, startVolunteer } from "./testing/start.ts";

test("a volunteer says hello, loads its shard, trains, sends and waits", async () => {
  const { coordinator, phases, sessions, now } = startVolunteer();
  await settle();
  expect(coordinator.seen("state").at(-1)).toEqual({
    ...{ state: "ready", leaving: false, hidden: false, pace: "full" },
  });
  coordinator.say("task", coordinator.task(1));
  await settle();
  expect(phases).toEqual(["connecting", "loading", "waiting", "training", "sending", "sent"]);
  expect(sessions).toEqual([{ clientId: "client-00000001", token: "token-00000001" }]);
  expect(now()).toMatchObject({ online: true, work: null, transfer: null, error: null });
  const [upload] = [...coordinator.uploads.values()];
  expect(upload).toMatchObject({ isCounted: true, commits: 1 });
  expect(upload?.begin).toMatchObject({ round: 1, loss: 2, accuracy: 0.5 });
  expect(upload?.begin.spikeRates[0]).toBeCloseTo(0.025, 12);
  expect(now().bytesUp).toBe(upload?.data.length);
});

test("what is sent is what six batches changed", async () => {
  const { coordinator } = startVolunteer();
  await settle();
  coordinator.say("task", coordinator.task(1, 1));
  await settle();
  const { entries, length } = stateLayout(preset("s4", 10));
  const [upload] = [...coordinator.uploads.values()];
  const delta = readUpdate(upload!.data, entries, length);
  expect(delta.every((value) => Math.abs(value - 0.06) < 1e-5)).toBe(true);
});

test("a task with gradient noise sends what was learned with noise of that size, the same each time", async () => {
  const sent = async (seed: number) => {
    const { coordinator } = startVolunteer();
    await settle();
    const task = coordinator.task(1);
    const train = { ...task.train, gradientNoise: 0.5, seed };
    coordinator.say("task", { ...task, train });
    await settle();
    const { entries, length } = stateLayout(preset("s4", 10));
    const [upload] = [...coordinator.uploads.values()];
    return readUpdate(upload!.data, entries, length);
  };
  const delta = await sent(1);
  const mean = delta.reduce((sum, x) => sum + x, 0) / delta.length;
  const variance = delta.reduce((sum, x) => sum + (x - mean) ** 2, 0) / delta.length;
  expect(mean).toBeCloseTo(0.06, 3);
  expect(Math.sqrt(variance)).toBeCloseTo(0.03, 3);
  expect(await sent(1)).toEqual(delta);
  expect(await sent(2)).not.toEqual(delta);
});

test("the task's network, timesteps and coding are what is trained", async () => {
  const { coordinator, executors } = startVolunteer();
  await settle();
  const task = coordinator.task(1);
  const choice = { preset: "s4", network: "snn", timesteps: null, coding: "poisson" } as const;
  coordinator.say("task", { ...task, train: { ...task.train, ...choice } });
  await settle();
  expect(executors.at(-1)?.spec).toEqual({ ...preset("s4", 10), coding: "poisson" });
  expect([...coordinator.uploads.values()]).toMatchObject([{ isCounted: true }]);
});

test("a task for a part of the shard is trained on that part alone, and the next one on all", async () => {
  const { coordinator, executors } = startVolunteer();
  await settle();
  const task = coordinator.task(1);
  coordinator.say("task", { ...task, train: { ...task.train, samples: 2 } });
  await settle();
  expect(executors.at(-1)?.steps).toBe(3); // three epochs of one batch, where the shard has two
  coordinator.say("task", coordinator.task(2, 1));
  await settle();
  expect(executors.at(-1)?.steps).toBe(3 + 6);
});

test("what was finished for an attempt that asked for more is sent, and says for which", async () => {
  const { coordinator, executors } = startVolunteer();
  await settle();
  const task = coordinator.task(1);
  const late = new SpikefedError("update/late", { round: 1, current: 1 });
  const less = { ...task, attempt: 1, train: { ...task.train, samples: 2 } };
  coordinator.intercept = (event) =>
    event === "upload-begin" ? { ok: false, error: late.report() } : null;
  coordinator.say("task", task);
  await settle();
  coordinator.intercept = () => null;
  const steps = executors.at(-1)!.steps;
  coordinator.say("task", less);
  await settle();
  expect(executors.at(-1)!.steps).toBe(steps);
  expect([...coordinator.uploads.values()]).toMatchObject([{ begin: { attempt: 0 } }]);
});

test("a counted update is shown as sent until its round closes", async () => {
  const { coordinator, now } = startVolunteer();
  await settle();
  coordinator.say("task", coordinator.task(1));
  await settle();
  expect(now().phase).toBe("sent");
  coordinator.note({
    ...{ type: "round-closed", round: 1, why: "deadline", reported: [1], missing: [2] },
  });
  expect(now().phase).toBe("waiting");
});

test("progress is told for each batch that a quarter of a second lies before", async () => {
  const { coordinator } = startVolunteer();
  await settle();
  coordinator.say("task", coordinator.task(1));
  await settle();
  const progress = coordinator.seen("progress");
  expect(progress).toHaveLength(6);
  expect(progress[5]).toMatchObject({ round: 1, batch: 6, batches: 6, loss: 2, accuracy: 0.5 });
});

test("the next round reuses shard and executor", async () => {
  const { coordinator, executors } = startVolunteer();
  await settle();
  coordinator.say("task", coordinator.task(1));
  await settle();
  coordinator.say("task", coordinator.task(2, 1));
  await settle();
  expect(coordinator.uploads.size).toBe(2);
  expect(executors).toHaveLength(1);
  expect(coordinator.fetched.filter((path) => path.startsWith("/shards"))).toHaveLength(1);
});

test("the view follows the log; a gap asks for the whole of it again", async () => {
  const { coordinator, now } = startVolunteer();
  await settle();
  coordinator.say("log", [{ seq: 1, atMs: 2, type: "run-started" }]);
  expect(now().view).toMatchObject({ phase: "selecting", next: 2 });
  coordinator.log.push(
    { seq: 1, atMs: 2, type: "run-started" },
    { seq: 2, atMs: 3, type: "paused" },
    { seq: 3, atMs: 4, type: "resumed" },
  );
  coordinator.say("log", [{ seq: 3, atMs: 4, type: "resumed" }]);
  await settle();
  expect(coordinator.seen("hello")).toHaveLength(2);
  expect(now()).toMatchObject({ online: true, view: { phase: "selecting", next: 4 } });
});

test("a picture can be traced as soon as the shard is there, also while training", async () => {
  const { coordinator, volunteer, now } = startVolunteer({}, (executor) => {
    executor.beforeStep = (step) => {
      if (step === 2) traces.push(volunteer.trace(1));
    };
  });
  const traces: Promise<unknown>[] = [];
  await expect(volunteer.trace(0)).rejects.toThrow("volunteer/loading");
  await settle();
  expect(await volunteer.trace(2)).toMatchObject({ label: 2, timesteps: 4, round: 0 });
  coordinator.say("task", coordinator.task(1));
  await settle();
  expect(await traces[0]).toMatchObject({ label: 1, round: 1 });
  expect(now().phase).toBe("sent");
});

test("the pace rests between batches in proportion to the work", async () => {
  const rests: number[] = [];
  const { coordinator, volunteer } = startVolunteer({
    rest: (ms) => {
      rests.push(ms);
      return Promise.resolve();
    },
  });
  volunteer.setPace(0.4, "gentle");
  await settle();
  coordinator.say("task", coordinator.task(1));
  await settle();
  expect(rests).toHaveLength(6);
  expect(rests[0]).toBeCloseTo(1500, 6);
});
