import { readUpdate } from "@spikefed/fl-core";
import type { LogBody, Task, UpdateEncoding } from "@spikefed/protocol";
import { preset, stateLayout } from "@spikefed/snn-core";
import { expect, test } from "vitest";

import { settle, startVolunteer } from "./testing/start.ts";

const { entries, length, trainable } = stateLayout(preset("s4", 10));
const encoding: UpdateEncoding = { kind: "top-k", share: 0.5 };

const sparse = (task: Task): Task => ({
  ...task,
  train: { ...task.train, updateEncoding: encoding },
});

type Started = ReturnType<typeof startVolunteer>;

/** The update of a round in which every parameter changes by 0.06, `[P]`. */
async function play({ coordinator }: Started, round: number): Promise<Float32Array> {
  coordinator.say("task", sparse(coordinator.task(round)));
  await settle();
  const upload = [...coordinator.uploads.values()].at(-1)!;
  expect(upload.begin.round).toBe(round);
  return readUpdate(upload.data, entries, length, encoding);
}

const counted = (round: number): LogBody => ({
  ...{ type: "update-accepted", round, client: 1, updateId: `update-${round}`, sha256: "" },
  ...{ samples: 4, bytes: 1, loss: 2, accuracy: 0.5, seconds: 1, spikeRates: [] },
});

/** How many parameters were sent with about this value. */
const sent = (delta: Float32Array, value: number) =>
  delta.subarray(0, trainable).filter((each) => Math.abs(each - value) < 1e-4).length;
const half = trainable / 2;

test("what a counted update left out is added to the next one", async () => {
  const started = startVolunteer();
  await settle();
  const first = await play(started, 1);
  expect([sent(first, 0.06), sent(first, 0)]).toEqual([half, half]);
  started.coordinator.note(counted(1));
  const second = await play(started, 2);
  expect([sent(second, 0.12), sent(second, 0)]).toEqual([half, half]);
  expect(first.every((value, p) => p >= trainable || value === 0 || second[p] === 0)).toBe(true);
});

test("an update that was not counted leaves nothing behind it", async () => {
  const started = startVolunteer();
  await settle();
  const first = await play(started, 1);
  expect(await play(started, 2)).toEqual(first);
});

test("the log tells that it was counted where the answer was lost", async () => {
  const started = startVolunteer();
  const { coordinator } = started;
  await settle();
  coordinator.intercept = (event) => (event === "upload-commit" ? "cut-after" : null);
  await play(started, 1);
  coordinator.intercept = () => null;
  coordinator.note(counted(1));
  coordinator.connect();
  await settle();
  expect(sent(await play(started, 2), 0.12)).toBe(half);
});

test("another place begins with nothing", async () => {
  const started = startVolunteer();
  await settle();
  const first = await play(started, 1);
  started.coordinator.note(counted(1));
  const task = sparse(started.coordinator.task(2));
  started.coordinator.say("task", { ...task, runId: "run-00000002" });
  await settle();
  const upload = [...started.coordinator.uploads.values()].at(-1)!;
  expect(upload.begin).toMatchObject({ runId: "run-00000002", round: 2 });
  expect(readUpdate(upload.data, entries, length, encoding)).toEqual(first);
});
