// A device that loads or compiles is heard of, so that a round with a lease waits for it.

import { createFakeCoordinator } from "./testing/fake-coordinator.ts";
import { createFakeExecutor } from "./testing/fake-executor.ts";
import { settle, startVolunteer } from "./testing/start.ts";
import { expect, test } from "vitest";

/** The clock moves a second with each look: of so many looks every third is two and a half seconds on. */
const states = ({ coordinator }: ReturnType<typeof startVolunteer>) =>
  coordinator.seen("state").map((message) => (message as { state: string }).state);

test("a long download of shard or model is told of, as often as its pieces come and no more", async () => {
  const files = createFakeCoordinator();
  const started = startVolunteer({
    fetchBytes: (path) =>
      files.fetchBytes(path, () => undefined).then((bytes) => Promise.resolve(bytes)),
  });
  await settle();
  const quiet = states(started).length;
  const slow = startVolunteer({
    fetchBytes: async (path, onProgress) => {
      for (let piece = 1; piece <= 12; piece++) onProgress(piece, 12);
      return files.fetchBytes(path, () => undefined);
    },
  });
  await settle();
  const shard = states(slow);
  expect(shard.filter((state) => state === "loading").length).toBeGreaterThan(3);
  expect(shard.length).toBeGreaterThan(quiet + 2);
  expect(shard.length).toBeLessThan(12);
  slow.coordinator.say("task", slow.coordinator.task(1));
  await settle();
  const model = states(slow).slice(shard.length);
  expect(model.filter((state) => state === "training").length).toBeGreaterThan(3);
});

test("kernels that are compiled are a sign of work, and one that stands still is none", async () => {
  let sign = () => undefined as void;
  let make = () => undefined as void;
  const started = startVolunteer({
    trainer: (spec, _rule, onSign) => {
      sign = onSign;
      return new Promise((resolve) => (make = () => resolve(createFakeExecutor(spec))));
    },
  });
  await settle();
  const before = states(started).length;
  await settle();
  expect(states(started)).toHaveLength(before);
  for (let kernel = 0; kernel < 9; kernel++) sign();
  expect(states(started).slice(before)).toEqual(["loading", "loading", "loading"]);
  make();
  await settle();
  const ready = states(started).length;
  for (let kernel = 0; kernel < 9; kernel++) sign();
  expect(states(started)).toHaveLength(ready); // nothing is asked of it
});
