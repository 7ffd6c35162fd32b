// A slow volunteer in a room whose work is sized to devices, over real connections.

import type { SignedRecord } from "@spikefed/protocol";
import { afterEach, expect, test } from "vitest";

import { manualClock } from "./testing/manual-clock.ts";
import { startedRun } from "./testing/started-run.ts";
import type { TestBench } from "./testing/test-coordinator.ts";

let bench: TestBench;
afterEach(() => bench.close());

const none = { loss: null, accuracy: null, imagesPerSecond: null };

/** Round 1, 60 s: a's update counts, and b has one of four batches after 20 s. */
async function firstRound(settings: { minReports?: number } = {}) {
  const clock = manualClock(Date.now());
  const sized = { adaptWork: true, batchSize: 16, roundSeconds: 60, ...settings };
  const run = await startedRun(sized, { clock });
  bench = run.bench;
  const [taskA, taskB] = [await run.a.task(1), await run.b.task(1)];
  expect([taskA.train.samples, taskB.train.samples]).toEqual([null, null]);
  await run.a.send(taskA);
  clock.advance(20_000);
  await run.b.get("progress", { round: 1, batch: 1, batches: 4, ...none });
  clock.advance(40_000);
  await run.host.seen("round-closed", 1);
  return { ...run, clock, taskB };
}

test("who missed a round is asked for what it can do, and counts with that: task, log, table, record", async () => {
  const { a, b, host } = await firstRound();
  const [taskA, taskB] = [await a.task(2), await b.task(2)];
  // 16 pictures in 20 s: 36 in 45 s, and those are two batches
  expect([taskA.train.samples, taskB.train.samples]).toEqual([null, 32]);
  expect(await host.seen("round-opened", 2)).toMatchObject({ work: [{ client: 2, samples: 32 }] });
  const [rowA, rowB] = bench.coordinator.room.run.members.roster();
  expect([rowA?.work, rowB?.work]).toEqual([null, 32]);
  await a.send(taskA);
  await b.send(taskB);
  const { record } = await host.seen("aggregated", 2);
  expect(host.log.filter(({ type }) => type === "update-accepted").at(-1)).toMatchObject({
    ...{ client: 2, samples: 32 },
  });
  const path = `http://127.0.0.1:${bench.coordinator.port}/api/records/${record}`;
  const signed = (await (await fetch(path)).json()) as SignedRecord;
  const weights = (signed.record as Extract<SignedRecord["record"], { type: "round" }>).updates;
  expect(weights.map(({ samples, weight }) => [samples, weight])).toEqual([
    [64, 64],
    [32, 32],
  ]);
});

test("an update of the round's earlier attempt, which asked for more, counts with what it was made of", async () => {
  const { b, host, taskB } = await firstRound({ minReports: 2 });
  await b.until(() => b.tasks.length === 2);
  expect(b.tasks[1]).toMatchObject({ round: 1, attempt: 1, train: { samples: 32 } });
  await b.send(taskB);
  expect(await host.seen("aggregated", 1)).toMatchObject({ samples: 128 });
});
