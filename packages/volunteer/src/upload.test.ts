import { SpikefedError } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { settle, startVolunteer } from "./testing/start.ts";

test("an upload that was cut goes on at the byte where it was cut", async () => {
  const { coordinator, now } = startVolunteer();
  await settle();
  let cuts = 0;
  coordinator.intercept = (event) => {
    if (event !== "upload-chunk" || cuts > 0) return null;
    cuts += 1;
    return "cut-after";
  };
  coordinator.say("task", coordinator.task(1));
  await settle();
  expect(now()).toMatchObject({ online: false, phase: "sending" });
  coordinator.connect();
  await settle();
  const offsets = coordinator.seen("upload-chunk").map((m) => (m as { offset: number }).offset);
  expect(new Set(offsets).size).toBe(offsets.length);
  expect([...coordinator.uploads.values()]).toMatchObject([{ isCounted: true, commits: 1 }]);
});

test("a commit whose answer was lost is asked about, not repeated as new work", async () => {
  const { coordinator, executors, now } = startVolunteer();
  await settle();
  let cuts = 0;
  coordinator.intercept = (event) =>
    event === "upload-commit" && cuts++ === 0 ? "cut-after" : null;
  coordinator.say("task", coordinator.task(1));
  await settle();
  coordinator.connect();
  await settle();
  expect(coordinator.uploads.size).toBe(1);
  expect([...coordinator.uploads.values()][0]).toMatchObject({ isCounted: true, commits: 1 });
  expect(executors[0]?.steps).toBe(6);
  expect(now()).toMatchObject({ phase: "sent", error: null });
});

test("a wrong offset starts again from the byte that the coordinator names", async () => {
  const { coordinator } = startVolunteer();
  await settle();
  let refusals = 0;
  coordinator.intercept = (event) => {
    if (event !== "upload-chunk" || refusals++ > 0) return null;
    return { ok: false, error: new SpikefedError("update/offset", { got: 0, want: 0 }).report() };
  };
  coordinator.say("task", coordinator.task(1));
  await settle();
  expect(coordinator.seen("upload-begin")).toHaveLength(2);
  expect([...coordinator.uploads.values()][0]?.isCounted).toBe(true);
});

test("an update that comes too late is dropped without an error, and sent if the round comes again", async () => {
  const { coordinator, executors, now } = startVolunteer();
  await settle();
  let isLate = true;
  const late = new SpikefedError("update/late", { round: 1, current: 1 }).report();
  coordinator.intercept = (event) =>
    event === "upload-begin" && isLate ? { ok: false, error: late } : null;
  coordinator.say("task", coordinator.task(1));
  await settle();
  expect(now()).toMatchObject({ phase: "waiting", error: null });
  isLate = false;
  coordinator.say("task", coordinator.task(1));
  await settle();
  expect(executors[0]?.steps).toBe(6);
  expect([...coordinator.uploads.values()]).toMatchObject([{ isCounted: true }]);
});

test("a refused update is shown with its reason, and the round told not to wait", async () => {
  const { coordinator, now } = startVolunteer();
  await settle();
  const facts = { tensor: "0.weight", index: 1, value: 200, limit: 128 };
  const error = new SpikefedError("update/range", facts).report();
  coordinator.intercept = (event) => (event === "upload-commit" ? { ok: false, error } : null);
  coordinator.say("task", coordinator.task(1));
  await settle();
  expect(now().error).toEqual(error);
  expect(coordinator.seen("training-failed")).toEqual([{ round: 1, fact: error.fact }]);
});

test("an update that was counted and then lost is sent again, without training again", async () => {
  const { coordinator, executors, now } = startVolunteer();
  await settle();
  coordinator.say("task", coordinator.task(1));
  await settle();
  const [upload] = [...coordinator.uploads.values()];
  const { updateId, sha256, bytes } = upload!.begin;
  const counted = { round: 1, client: 1, updateId };
  const figures = { samples: 4, bytes, sha256, loss: 1, accuracy: null, seconds: 1 };
  coordinator.note({ type: "update-accepted", ...counted, ...figures, spikeRates: [] });
  coordinator.say("task", coordinator.task(1));
  await settle();
  expect(coordinator.seen("upload-begin")).toHaveLength(1); // it is there: nothing to send
  coordinator.note({ type: "restarted", round: 1 });
  coordinator.note({ type: "update-lost", ...counted, fact: "its file is damaged" });
  coordinator.uploads.clear();
  coordinator.say("task", coordinator.task(1));
  await settle();
  expect([...coordinator.uploads.values()]).toMatchObject([{ isCounted: true, commits: 1 }]);
  expect(executors[0]?.steps).toBe(6);
  expect(now()).toMatchObject({ phase: "sent", error: null });
});
