// What survives when the coordinator is stopped and started again.

import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { tinyDataset } from "@spikefed/datasets/testing";
import { REJOIN_MS, type LogEvent, type RunSettings } from "@spikefed/protocol";
import { blobPath, readLog } from "@spikefed/run-store";
import { afterEach, describe, expect, test } from "vitest";

import { directAggregator } from "./aggregate/aggregator.ts";
import type { CoordinatorOptions } from "./coordinator.ts";
import { manualClock } from "./testing/manual-clock.ts";
import { startedRun, type StartedRun } from "./testing/started-run.ts";
import { testBench, testSettings, type TestBench } from "./testing/test-coordinator.ts";

let bench: TestBench;
afterEach(() => bench.close());

async function started(
  settings?: Partial<RunSettings>,
  options?: Partial<CoordinatorOptions>,
): Promise<StartedRun> {
  const run = await startedRun(settings, options);
  bench = run.bench;
  return run;
}

describe("a restart", () => {
  test("keeps log and model, and the run goes on with the same volunteers", async () => {
    const { a, b, host } = await started();
    await a.send(await a.task(1), { value: 0.01 });
    await b.send(await b.task(1), { value: 0.02 });
    await host.seen("evaluated", 1);
    const task = await a.task(2);
    await a.send(task, { value: 0.05 });
    const before = [...bench.coordinator.room.run.parts.log.events];
    const { code, hostKey } = bench.coordinator;
    await bench.coordinator.close();

    await bench.start({ settleMs: 1500 });
    expect(bench.coordinator).toMatchObject({ code, hostKey });
    const host2 = await bench.host();
    expect(host2.log.slice(0, before.length)).toEqual(before);
    expect(await host2.seen("restarted")).toMatchObject({ round: 2 });
    const b2 = bench.client();
    expect((await b2.hello({ resume: b.resume })).you?.client).toBe(2);
    const again = await b2.task(2);
    expect(again.model.hash).toBe(task.model.hash);
    await b2.send(again, { value: 0.07 });
    const averaged = await host2.seen("aggregated", 2);
    expect(averaged.clients).toEqual([1, 2]); // what was acknowledged before still counts
    await host2.seen("run-ended");
  });

  test("goes on with a run of the first version, whose settings are completed", async () => {
    const { a, b, host } = await started({
      ...{ partition: { kind: "fedsnn-dirichlet", alpha: 5 }, samplesPerClient: null },
    });
    const { shard } = await a.task(1);
    await a.send(await a.task(1), { value: 0.01 });
    await b.send(await b.task(1), { value: 0.02 });
    await host.seen("evaluated", 1);
    const { log } = bench.coordinator.room.run.parts.folder;
    await bench.coordinator.close();
    await writeAsFirstVersion(log);

    await bench.start();
    const host2 = await bench.host();
    const [opened] = host2.log;
    expect(opened).toMatchObject({
      settings: {
        ...testSettings,
        partition: { kind: "fedsnn-dirichlet" },
        samplesPerClient: null,
      },
    });
    const a2 = bench.client();
    expect((await a2.hello({ resume: a.resume })).you?.shard.hash).toBe(shard.hash);
    await a2.send(await a2.task(2), { value: 0.05 });
    await host2.seen("run-ended");
  });

  test("goes on without the volunteers of a damaged list, and says so", async () => {
    const { a } = await started();
    const { runId, identities } = bench.coordinator.room.run.parts.folder;
    await bench.coordinator.close();
    await writeFile(identities, '[{"client":');
    await bench.start();
    expect(bench.coordinator.room.run.parts.folder.runId).toBe(runId);
    expect(bench.said.join("\n")).toContain(`${identities} is damaged`);
    expect((await bench.client().hello({ resume: a.resume })).you?.client).toBe(3);
  });

  test("gives a place that nobody comes back to away", async () => {
    const { a, b, host } = await started();
    await host.host("pause");
    await bench.coordinator.close();
    const clock = manualClock(Date.now());
    await bench.start({ clock });
    const host2 = await bench.host();
    const a2 = bench.client();
    await a2.hello({ resume: a.resume });
    clock.advance(REJOIN_MS);
    expect(await host2.seen("left")).toMatchObject({ client: 2, why: "lost" });
    expect(bench.coordinator.room.run.phase).toBe("paused");
    expect(b.resume.clientId).not.toBe("");
  });

  test("averages a round again that closed just before", async () => {
    const stuck = { ...directAggregator(), average: () => new Promise<never>(() => undefined) };
    const { a, b, host } = await started({ rounds: 1 }, { startAggregator: () => stuck });
    await a.send(await a.task(1), { value: 0.01 });
    await b.send(await b.task(1), { value: 0.02 });
    await host.seen("round-closed", 1);
    await bench.coordinator.close();
    await bench.start({ startAggregator: directAggregator });
    const host2 = await bench.host();
    expect((await host2.seen("aggregated", 1)).clients).toEqual([1, 2]);
    await host2.seen("run-ended");
  });

  test("leaves a finished run finished", async () => {
    const { a, host } = await started({ rounds: 1, minReports: 1 });
    await host.host("stop");
    await host.seen("run-ended");
    a.close();
    await bench.coordinator.close();
    await bench.start();
    expect(bench.coordinator.room.run.phase).toBe("done");
    const host2 = await bench.host();
    await host2.host("configure", { settings: testSettings });
    expect(bench.coordinator.room.run.phase).toBe("lobby");
  });

  test("with other settings opens a new run only where none is under way", async () => {
    await started();
    const { runId } = bench.coordinator.room.run.parts.folder;
    const settings = { ...testSettings, rounds: 9 };
    await bench.coordinator.close();
    await bench.start({ goOn: "if-under-way", settings });
    expect(bench.coordinator.room.run.parts.folder.runId).toBe(runId);
    await (await bench.host()).host("stop");
    await bench.coordinator.close();
    await bench.start({ goOn: "if-under-way", settings });
    expect(bench.coordinator.room.run.parts.settings.rounds).toBe(9);
  });

  test("moves to the next free port only where none was chosen", async () => {
    bench = await testBench();
    const { port } = bench.coordinator;
    const dataDir = join(bench.dataDir, "other");
    const taken = bench.start({ dataDir, port });
    await expect(taken).rejects.toMatchObject({ code: "start/port", facts: { port } });
    const first = bench.coordinator;
    const moved = await bench.start({ dataDir, port, mayMove: true });
    expect(moved.port).toBeGreaterThan(port);
    await first.close();
  });

  test("on another dataset opens a new run and says why", async () => {
    await started();
    const { runId } = bench.coordinator.room.run.parts.folder;
    await bench.coordinator.close();
    await bench.start({ dataset: tinyDataset(300) });
    expect(bench.coordinator.room.run.parts.folder.runId).not.toBe(runId);
    expect(bench.said.join("\n")).toContain("a new run is opened");
  });

  test("goes back a round where the newest model is damaged, and makes it again", async () => {
    const { a, b, host } = await started({ minReports: 2 });
    await a.send(await a.task(1), { value: 0.01 });
    await b.send(await b.task(1), { value: 0.02 });
    const { modelHash } = await host.seen("aggregated", 1);
    await a.task(2);
    const { folder } = bench.coordinator.room.run.parts;
    await bench.coordinator.close();
    const model = blobPath(folder.models, modelHash);
    const bytes = await readFile(model);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    await writeFile(model, bytes);

    await bench.start();
    expect(bench.said.join("\n")).toContain("goes back to the one before");
    const [a2, b2, host2] = [bench.client(), bench.client(), await bench.host()];
    await a2.hello({ resume: a.resume });
    await b2.hello({ resume: b.resume });
    expect(host2.log.filter(({ type }) => type === "update-lost").length).toBe(2);
    await a2.send(await a2.task(1), { value: 0.01 });
    await b2.send(await b2.task(1), { value: 0.02 });
    expect(await host2.seen("aggregated", 1)).toMatchObject({ modelHash, version: 1 });
  });

  test("asks again for an update whose file was damaged", async () => {
    const { a, b } = await started({ minReports: 2 });
    await a.send(await a.task(1), { value: 0.01, updateId: "update-1" });
    const { folder } = bench.coordinator.room.run.parts;
    const [name = ""] = await readdir(folder.updates);
    await bench.coordinator.close();
    await writeFile(join(folder.updates, name), "x");

    await bench.start();
    expect(bench.said.join("\n")).toContain("asked for again");
    const [a2, b2, host2] = [bench.client(), bench.client(), await bench.host()];
    await a2.hello({ resume: a.resume });
    await b2.hello({ resume: b.resume });
    await a2.send(await a2.task(1), { value: 0.01, updateId: "update-1" });
    await b2.send(await b2.task(1), { value: 0.02 });
    expect((await host2.seen("aggregated", 1)).clients).toEqual([1, 2]);
  });

  test("writes the log line by line as it was told", async () => {
    const { a, b, host } = await started({ rounds: 1 });
    await a.send(await a.task(1));
    await b.send(await b.task(1));
    await host.seen("run-ended");
    const { events } = await readLog(bench.coordinator.room.run.parts.folder.log);
    expect(events).toEqual(host.log);
    const current = await readFile(join(bench.dataDir, "current"), "utf8");
    expect(current.trim()).toBe(bench.coordinator.room.run.parts.folder.runId);
  });
});

/** The log's first line without what the first version did not know. */
async function writeAsFirstVersion(file: string): Promise<void> {
  const text = (await readFile(file, "utf8")).replaceAll(/,"sum":"[0-9a-f]{16}"\}$/gm, "}");
  const [first = "", ...rest] = text.split("\n");
  const event = JSON.parse(first) as LogEvent & { type: "run-opened" };
  const { network, timesteps, coding, evaluateEvery, learningRateDrops, ...known } = event.settings;
  const { stragglerProbability, gradientNoise, localLoss, localRule, ...others } = known;
  const { updateEncoding, ...settings } = others;
  expect({ network, timesteps, coding, evaluateEvery, learningRateDrops }).toBeDefined();
  expect({ stragglerProbability, gradientNoise, localLoss, updateEncoding }).toEqual({
    ...{ stragglerProbability: 0, gradientNoise: 0, localLoss: { kind: "cross-entropy" } },
    updateEncoding: { kind: "float32" },
  });
  expect(localRule).toEqual({ kind: "surrogate-bptt" });
  const older = { ...settings, strategy: { kind: "fedavg" } };
  const partition = { ...settings.partition, kind: "dirichlet" };
  const line = JSON.stringify({ ...event, settings: { ...older, partition } });
  await writeFile(file, [line, ...rest].join("\n"));
}
