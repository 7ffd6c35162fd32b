import { SnnError } from "@spikefed/snn-core";
import { expect, test } from "vitest";

import { settle, startVolunteer } from "./testing/start.ts";

test("a training that fails is told and shown; the next round is trained by a new executor", async () => {
  let isBroken = true;
  const { coordinator, executors, now } = startVolunteer({}, (executor) => {
    executor.beforeStep = () => {
      if (isBroken) throw new SnnError("train/not-finite", "the loss is NaN in batch 1");
    };
  });
  await settle();
  coordinator.say("task", coordinator.task(1));
  await settle();
  expect(now()).toMatchObject({ phase: "waiting", error: { code: "volunteer/training" } });
  expect(coordinator.seen("training-failed")).toMatchObject([
    { round: 1, fact: "the local training stopped: the loss is NaN in batch 1" },
  ]);
  isBroken = false;
  coordinator.say("task", coordinator.task(2));
  await settle();
  expect(executors.map(({ isDisposed }) => isDisposed)).toEqual([true, false]);
  expect(now().error).toBeNull();
  expect(coordinator.uploads.size).toBe(1);
});

test("after three failures in a row the device pauses until somebody resumes", async () => {
  const { coordinator, volunteer, now } = startVolunteer({}, (executor) => {
    executor.beforeStep = () => Promise.reject(new Error("device lost"));
  });
  await settle();
  for (const round of [1, 2, 3, 4]) {
    coordinator.say("task", coordinator.task(round));
    await settle();
  }
  expect(coordinator.seen("training-failed")).toHaveLength(3);
  expect(now()).toMatchObject({ phase: "paused" });
  volunteer.resume();
  await settle();
  expect(coordinator.seen("training-failed")).toHaveLength(4);
});

test("a device that cannot run the model stops with the reason", async () => {
  const { now } = startVolunteer({ trainer: () => Promise.reject(new Error("no memory")) });
  await settle();
  expect(now()).toMatchObject({ phase: "stopped", error: { code: "volunteer/executor" } });
});

test("bytes that do not match their hash are fetched again, then refused", async () => {
  const good = startVolunteer();
  let tries = 0;
  const { now } = startVolunteer({
    fetchBytes: async (path, onProgress) => {
      const bytes = await good.coordinator.fetchBytes(path, onProgress);
      tries += 1;
      return bytes.map((byte, i) => (i === 5 ? byte ^ 1 : byte));
    },
  });
  await settle();
  expect(tries).toBe(3);
  expect(now()).toMatchObject({ phase: "stopped", error: { code: "volunteer/checksum" } });
});

test("a download that fails once is tried again after a rest", async () => {
  const rests: number[] = [];
  const good = startVolunteer();
  let tries = 0;
  const { now } = startVolunteer({
    fetchBytes: (path, onProgress) =>
      tries++ === 0
        ? Promise.reject(new Error("status 503"))
        : good.coordinator.fetchBytes(path, onProgress),
    rest: (ms) => {
      rests.push(ms);
      return Promise.resolve();
    },
  });
  await settle();
  expect(rests).toEqual([1000]);
  expect(now().phase).toBe("waiting");
});
