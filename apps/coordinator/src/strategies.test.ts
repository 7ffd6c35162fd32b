// Strategies in a live room: chosen by settings, remembered over a restart, told in the log.

import { readdir } from "node:fs/promises";

import type { RunSettings } from "@spikefed/protocol";
import { readStrategy, type StrategyChoice } from "@spikefed/protocol";
import { afterEach, expect, test } from "vitest";

import { startedRun, type StartedRun } from "./testing/started-run.ts";
import type { TestBench } from "./testing/test-coordinator.ts";

let bench: TestBench;
afterEach(() => bench.close());

async function started(
  choice: StrategyChoice,
  settings: Partial<RunSettings> = {},
): Promise<StartedRun> {
  const run = await startedRun({ ...settings, strategy: readStrategy(choice) });
  bench = run.bench;
  return run;
}

async function firstRound({ a, b, host }: StartedRun): Promise<void> {
  await a.send(await a.task(1), { value: 0.01 });
  await b.send(await b.task(1), { value: 0.02 });
  await host.seen("evaluated", 1);
}

const states = async () => {
  const { models } = bench.coordinator.room.run.parts.folder;
  return (await readdir(models)).filter((name) => name.endsWith(".server")).sort();
};

/** Two rounds of fedadam; the model they end with. */
async function twoRounds(restart: boolean): Promise<string> {
  const run = await started({ kind: "fedadam" });
  await firstRound(run);
  let { a, b, host } = run;
  if (restart) {
    await bench.coordinator.close();
    await bench.start({ settleMs: 1500 });
    host = await bench.host();
    [a, b] = [bench.client(), bench.client()];
    await a.hello({ resume: run.a.resume });
    await b.hello({ resume: run.b.resume });
  }
  await a.send(await a.task(2), { value: -0.03 });
  await b.send(await b.task(2), { value: 0.01 });
  const before = await host.seen("aggregated", 1);
  const { modelHash, version } = await host.seen("aggregated", 2);
  expect(version).toBe(2);
  const wanted = [`${before.modelHash}.1.server`, `${modelHash}.2.server`];
  await expect.poll(states).toEqual(wanted.sort()); // the newest, and what it could be taken back to
  return modelHash;
}

test("fedadam over two rounds makes the same model with a restart between", async () => {
  const undisturbed = await twoRounds(false);
  await bench.close();
  expect(await twoRounds(true)).toBe(undisturbed);
});

test("fedprox sends its mu with the task, fedavg none", async () => {
  const { a } = await started({ kind: "fedprox", proximalMu: 0.25 });
  expect((await a.task(1)).train.optimizer).toMatchObject({ kind: "sgd", proximalMu: 0.25 });
  await bench.close();
  const plain = await started({ kind: "fedavg" });
  expect(Object.keys((await plain.a.task(1)).train.optimizer)).not.toContain("proximalMu");
});

test("the log names the clients whose updates were cut", async () => {
  const run = await started({ kind: "fedavg", clipNorm: 0.001 }, { rounds: 1 });
  await firstRound(run);
  const event = await run.host.seen("aggregated", 1);
  expect(event).toMatchObject({ clients: [1, 2], clipped: [1, 2] });
  expect(event).not.toHaveProperty("chosen");
});

test("the log names the client that krum chose", async () => {
  const run = await started(
    { kind: "krum", numMaliciousNodes: 0 },
    { rounds: 1, clients: 3, minReports: 3 },
  );
  const c = run.bench.client();
  await c.hello();
  await run.a.send(await run.a.task(1), { value: 0.01 });
  await run.b.send(await run.b.task(1), { value: 0.02 });
  await c.send(await c.task(1), { value: 0.021 });
  expect(await run.host.seen("aggregated", 1)).toMatchObject({ clients: [1, 2, 3], chosen: [2] });
});

test("a strategy that needs more updates than a round must have is refused", async () => {
  const { host } = await started({ kind: "fedavg" });
  await host.host("stop");
  const { settings } = bench.coordinator.room.run.parts;
  const bulyan = { ...settings, strategy: { kind: "bulyan" } };
  const answer = await host.ask("host", { command: "configure", settings: bulyan as never });
  expect(answer).toMatchObject({ ok: false, error: { code: "room/settings" } });
});
