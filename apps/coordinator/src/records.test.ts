// The records that a coordinator writes, serves and goes on with, and an audit of its data folder.

import { join } from "node:path";

import type { SignedRecord } from "@spikefed/protocol";
import { auditRun, runFiles } from "@spikefed/run-store";
import { afterEach, expect, test } from "vitest";

import { startedRun } from "./testing/started-run.ts";
import type { TestBench } from "./testing/test-coordinator.ts";

let bench: TestBench;
afterEach(() => bench.close());

const get = (path: string) => fetch(`http://127.0.0.1:${bench.coordinator.port}${path}`);

function audit() {
  const { folder, shape } = bench.coordinator.room.run.parts;
  return auditRun(runFiles(folder.root, folder.log), { key: null, shapeOf: () => shape });
}

test("an average names its record, which everybody may fetch", async () => {
  const run = await startedRun();
  bench = run.bench;
  const sent = run.a.announce(await run.a.task(1), { updateId: "update-of-a", value: 0.01 });
  await run.a.send(await run.a.task(1), { updateId: "update-of-a", value: 0.01 });
  await run.b.send(await run.b.task(1), { value: 0.02 });
  const { record: hash, modelHash } = await run.host.seen("aggregated", 1);
  const judged = await run.host.seen("evaluated", 1);
  const response = await get("/api/records/1");
  expect(response.headers.get("content-type")).toContain("application/json");
  const signed = (await response.json()) as SignedRecord;
  expect(signed).toMatchObject({
    hash,
    record: { type: "round", round: 1, model: { hash: modelHash, version: 1 }, previous: null },
  });
  const { updates } = signed.record as Extract<SignedRecord["record"], { type: "round" }>;
  expect(updates.map(({ client, weight }) => [client, weight])).toEqual([
    [1, 64],
    [2, 64],
  ]);
  expect(updates[0]).toMatchObject({ updateId: "update-of-a", sha256: sent.message.sha256 });
  const byHash = await get(`/api/records/${judged.record}`);
  expect(byHash.headers.get("cache-control")).toContain("immutable");
  expect(await byHash.json()).toMatchObject({ record: { type: "evaluation", previous: hash } });
  expect((await (await get("/api/records")).text()).trim().split("\n")).toHaveLength(2);
  for (const other of ["9", "0".repeat(64), "secrets.json"]) {
    expect((await get(`/api/records/${other}`)).status).toBe(404);
  }
});

test("the chain goes on after a restart, and an audit finds nothing wrong", async () => {
  const run = await startedRun({ rounds: 3, minReports: 2 }, { keepUpdates: true });
  bench = run.bench;
  const round = async (number: number, [a, b] = [run.a, run.b], host = run.host) => {
    await a.send(await a.task(number), { value: 0.01 * number });
    await b.send(await b.task(number), { value: 0.02 });
    await host.seen("evaluated", number);
  };
  await round(1);
  await round(2);
  const before = await audit();
  expect(before.findings).toEqual([]);
  await bench.coordinator.close();
  await bench.start();
  const [a, b, host] = [bench.client(), bench.client(), await bench.host()];
  await a.hello({ resume: run.a.resume });
  await b.hello({ resume: run.b.resume });
  await round(3, [a, b], host);
  await host.seen("run-ended");
  const after = await audit();
  expect(after).toMatchObject({
    findings: [],
    records: { count: 6, rounds: 3, key: before.records.key },
    averages: { same: 3, missing: 0 },
    models: { whole: 4, of: 4 },
    updates: { whole: 6, of: 6 },
  });
  expect(bench.said).toEqual([]);
});

test("without --keep-updates they go, and only what is there is checked", async () => {
  const run = await startedRun({ rounds: 1 });
  bench = run.bench;
  await run.a.send(await run.a.task(1), { value: 0.01 });
  await run.b.send(await run.b.task(1), { value: 0.02 });
  await run.host.seen("run-ended");
  const { folder } = bench.coordinator.room.run.parts;
  await bench.coordinator.close();
  await bench.start();
  expect(await audit()).toMatchObject({ findings: [], averages: { same: 0, missing: 1 } });
  expect(runFiles(folder.root, folder.log).kept).toBe(join(folder.root, "kept"));
});
