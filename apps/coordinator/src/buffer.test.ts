// FedBuff in a room: real sockets on the loopback address, canned updates.

import { readdir } from "node:fs/promises";

import { replay } from "@spikefed/fl-core";
import type { RunSettings } from "@spikefed/protocol";
import { auditRun, runFiles } from "@spikefed/run-store";
import { afterEach, describe, expect, test } from "vitest";

import { directAggregator } from "./aggregate/aggregator.ts";
import type { CoordinatorOptions } from "./coordinator.ts";
import { modelShape } from "./room/run-parts.ts";
import { bufferedRun, only, scheduler } from "./testing/buffered-run.ts";
import { manualClock } from "./testing/manual-clock.ts";
import type { StartedRun } from "./testing/started-run.ts";
import type { TestBench } from "./testing/test-coordinator.ts";

let bench: TestBench;
afterEach(() => bench.close());

async function started(
  settings?: Partial<RunSettings>,
  options?: Partial<CoordinatorOptions>,
): Promise<StartedRun> {
  const run = await bufferedRun({ rounds: 3, ...settings }, options);
  bench = run.bench;
  return run;
}

/** The run's folder, from its files alone. */
function audited() {
  const { folder, settings, dataset } = bench.coordinator.room.run.parts;
  return auditRun(runFiles(folder.root, folder.log), {
    ...{ key: null, shapeOf: () => modelShape(settings, dataset) },
  });
}

test("each update makes a model; a slow one counts for what it is, and an audit computes all again", async () => {
  const { a, b, host } = await started({}, { keepUpdates: true });
  const slow = await b.task(1);
  expect(await a.send(await a.task(1), { value: 0.01 })).toMatchObject({ ok: true, counted: true });
  await a.send(await a.task(2), { value: 0.02 });
  await a.task(3);
  expect(await b.send(slow, { value: 0.04 })).toMatchObject({ ok: true, counted: true, record: 3 });
  await host.seen("run-ended");
  const updates = only(host.log, "update-accepted");
  expect(updates.map(({ round, client, staleness }) => [round, client, staleness])).toEqual([
    [1, 1, 0],
    [2, 1, 0],
    [3, 2, 2],
  ]);
  expect(updates[2]?.base).toEqual({ hash: slow.model.hash, version: 0 });
  expect(replay(host.log)).toMatchObject({ phase: "done", version: 3 });
  expect(await audited()).toMatchObject({ findings: [], averages: { same: 3, missing: 0 } });
});

test("who comes late begins at once, from the newest model", async () => {
  const { a, b, host } = await started({ rounds: 5 });
  await b.task(1);
  await a.send(await a.task(1));
  const late = bench.client();
  await host.seen("evaluated", 1);
  await late.hello();
  const { modelHash } = await host.seen("aggregated", 1);
  expect((await late.task(2)).model.hash).toBe(modelHash);
  expect(await host.seen("work-begun", 2)).toMatchObject({ client: 3 });
});

test("an update counts once, however often and wherever it is sent again", async () => {
  const { a, b, host } = await started({ scheduler: { ...scheduler, bufferSize: 2 }, rounds: 9 });
  const task = await a.task(1);
  const options = { updateId: "update-of-a", value: 0.02 };
  await a.send(task, options);
  expect(await a.send(task, options)).toMatchObject({ ok: true, counted: true });
  expect((await a.send(task, { updateId: "another-one" })).ok).toBe(false);
  await b.send(await b.task(1));
  const next = await a.task(2);
  expect(await a.send(task, options)).toMatchObject({ ok: true, counted: true });
  await a.send(next, { updateId: "update-of-2", value: 0.02 });
  const updates = only(host.log, "update-accepted").filter(({ client }) => client === 1);
  await host.until(() => only(host.log, "update-accepted").length === 3);
  expect(updates.length).toBeLessThanOrEqual(2);
  const ids = only(host.log, "update-accepted").map(({ updateId }) => updateId);
  expect(ids.filter((id) => id === "update-of-a")).toHaveLength(1);
});

test("work that would be too old is given up: its client is told, and what it sends refused", async () => {
  const { a, b, host } = await started({ scheduler: { ...scheduler, maxStaleness: 1 }, rounds: 9 });
  const slow = await b.task(1);
  const isTold = new Promise((resolve) => b.socket.once("cancel", resolve));
  await a.send(await a.task(1));
  await a.send(await a.task(2));
  expect(await isTold).toEqual({ round: 1, why: "closed" });
  expect(await host.seen("round-closed", 2)).toMatchObject({ reported: [1], missing: [2] });
  const { message } = b.announce(slow);
  expect(await b.refusal("upload-begin", message)).toBe("update/late");
  expect((await b.task(3)).round).toBe(3); // and it begins anew
});

test("work that takes longer than a round may is given up, and another begins in its place", async () => {
  const clock = manualClock();
  const { a, b, host } = await started({ rounds: 9, participants: 1 }, { clock });
  await host.seen("round-opened", 1);
  const first = only(host.log, "round-opened")[0]!.cohort[0]!;
  const [slow, other] = first === 1 ? [a, b] : [b, a];
  const task = await slow.task(1);
  expect(task.remainingMs).toBe(60_000);
  clock.advance(60_000);
  await other.send(await other.task(1));
  expect(await host.seen("round-closed", 1)).toMatchObject({ missing: [first] });
  expect((await slow.send(task)).ok).toBe(false);
});

test("while a model is made, an update that comes is counted in the next buffer, under its name", async () => {
  let open = () => {};
  const direct = directAggregator();
  const isOpen = new Promise<void>((resolve) => (open = resolve));
  const aggregator = {
    ...direct,
    average: async (input: Parameters<typeof direct.average>[0]) => {
      await isOpen;
      return direct.average(input);
    },
  };
  const { a, b, host } = await started(
    { rounds: 9 },
    { startAggregator: () => aggregator, keepUpdates: true },
  );
  const other = await b.task(1);
  await a.send(await a.task(1));
  await host.seen("round-closed", 1);
  const sent = b.send(other, { value: 0.03 });
  const { folder } = bench.coordinator.room.run.parts;
  const { message } = b.announce(other, { value: 0.03 });
  await expect.poll(() => readdir(folder.updates)).toContain(`${message.sha256}.1-2`);
  open();
  expect(await sent).toMatchObject({ ok: true, counted: true });
  const line = await host.seen("update-accepted", 2);
  expect(line).toMatchObject({ client: 2, staleness: 1, base: { version: 0 } });
  await host.seen("aggregated", 2);
  expect(await readdir(folder.kept)).toContain(`${message.sha256}.2-2`);
});

test("a pause stops the work, takes what was finished, and gives it back with its time", async () => {
  const clock = manualClock();
  const { a, b, host } = await started({ rounds: 9 }, { clock });
  const [taskA] = [await a.task(1), await b.task(1)];
  clock.advance(10_000);
  const isTold = new Promise((resolve) => b.socket.once("cancel", resolve));
  await host.host("pause");
  expect(await isTold).toEqual({ round: 1, why: "paused" });
  expect(await a.send(taskA)).toMatchObject({ ok: true, counted: true });
  clock.advance(300_000);
  expect(only(host.log, "round-closed")).toEqual([]);
  await host.host("resume");
  await b.until(() => b.tasks.length === 2);
  expect(b.tasks[1]).toMatchObject({ round: 1, remainingMs: 50_000 });
  expect((await host.seen("aggregated", 1)).clients).toEqual([1]);
});

test("who is removed is not counted any more; who is dropped sits one round out", async () => {
  const { a, b, host } = await started({ rounds: 9 });
  const [taskA, taskB] = [await a.task(1), await b.task(1)];
  await host.host("drop", { clients: [2] });
  expect((await b.send(taskB)).ok).toBe(false);
  await a.send(taskA);
  expect(await host.seen("round-closed", 1)).toMatchObject({ reported: [1], missing: [2] });
  expect((await b.task(2)).round).toBe(2);
  await host.host("remove", { client: 2 });
  await a.send(await a.task(2));
  await a.send(await a.task(3));
  expect((await host.seen("round-opened", 4)).cohort).toEqual([1]);
});

test("next makes a model of what is there, and says so where that is too little", async () => {
  const { a, host } = await started({ scheduler: { ...scheduler, bufferSize: 2 }, rounds: 9 });
  const task = await a.task(1);
  expect(await host.refusal("host", { command: "next" })).toBe("room/too-few-updates");
  await a.send(task);
  await host.host("next");
  expect(await host.seen("round-closed", 1)).toMatchObject({ why: "host", reported: [1] });
  const change = { command: "adjust", changes: { stepMode: true } };
  expect(await host.refusal("host", change)).toBe("room/settings");
});

describe("a restart", () => {
  test("goes on with the open buffer, and who was at work sends what it had begun", async () => {
    const buffer = { ...scheduler, bufferSize: 2 };
    const { a, b, host } = await started({ scheduler: buffer, rounds: 2 }, { keepUpdates: true });
    const c = bench.client();
    await c.hello();
    const slow = await c.task(1);
    await a.send(await a.task(1));
    await b.send(await b.task(1));
    await a.send(await a.task(2), { value: 0.05, updateId: "update-of-2" });
    const { modelHash } = await host.seen("aggregated", 1);
    await bench.coordinator.close();

    const clock = manualClock(Date.now());
    await bench.start({ keepUpdates: true, clock, settleMs: 1000 });
    const host2 = await bench.host();
    const [a2, c2] = [bench.client(), bench.client()];
    await a2.hello({ resume: a.resume });
    await c2.hello({ resume: c.resume });
    const again = await c2.task(1);
    expect(again).toMatchObject({ round: 1, model: slow.model });
    clock.advance(1000);
    expect(await c2.send(again, { value: 0.04 })).toMatchObject({ ok: true, counted: true });
    expect((await host2.seen("aggregated", 2)).clients).toEqual([1, 3]);
    const lines = only(host2.log, "update-accepted").filter(({ round }) => round === 2);
    expect(lines.map(({ client, staleness }) => [client, staleness])).toEqual([
      [1, 0],
      [3, 1],
    ]);
    expect((await host2.seen("aggregated", 1)).modelHash).toBe(modelHash);
    await host2.seen("run-ended");
    expect(await audited()).toMatchObject({ findings: [], averages: { same: 2, missing: 0 } });
  });
});
