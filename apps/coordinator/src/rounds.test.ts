// Rounds from outside: real sockets on the loopback address, canned updates.

import { readFile } from "node:fs/promises";

import { replay } from "@spikefed/fl-core";
import type { RunSettings } from "@spikefed/protocol";
import { afterEach, describe, expect, test } from "vitest";

import { directAggregator } from "./aggregate/aggregator.ts";
import type { CoordinatorOptions } from "./coordinator.ts";
import { manualClock } from "./testing/manual-clock.ts";
import { startedRun, type StartedRun } from "./testing/started-run.ts";
import {
  cannedEvaluator,
  testBench,
  testSettings,
  type TestBench,
} from "./testing/test-coordinator.ts";

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

describe("rounds", () => {
  test("two volunteers bring a run of two rounds to its end", async () => {
    const { a, b, host } = await started();
    for (const round of [1, 2]) {
      const [taskA, taskB] = [await a.task(round), await b.task(round)];
      expect(taskA.shard.hash).not.toBe(taskB.shard.hash);
      expect(await a.send(taskA, { value: 0.01 })).toMatchObject({ ok: true, counted: true });
      expect(await b.send(taskB, { value: 0.03 })).toMatchObject({ ok: true, counted: true });
      await host.seen("evaluated", round);
    }
    await host.seen("run-ended");
    const view = replay(host.log);
    expect(view.phase).toBe("done");
    expect(view.rounds.map(({ reported }) => reported)).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(view.version).toBe(2);
  });

  test("a device of whose work nothing is heard is not waited for, one that works is", async () => {
    const clock = manualClock();
    const { a, b, host } = await started({ leaseSeconds: 20 }, { clock });
    const task = await a.task(1);
    await b.task(1);
    clock.advance(15_000);
    const progress = {
      round: 1,
      batch: 1,
      batches: 4,
      loss: 2.3,
      accuracy: 0.1,
      imagesPerSecond: 50,
    };
    await a.get("progress", progress);
    clock.advance(6000);
    expect(await a.send(task, { value: 0 })).toMatchObject({ ok: true, counted: true });
    const closed = { why: "all-reported", reported: [1], missing: [2] };
    expect(await host.seen("round-closed", 1)).toMatchObject(closed);
  });

  test("settings of the paper's experiments reach log, tasks and evaluation", async () => {
    const { a, b, host } = await started({
      ...{ network: "ann", timesteps: 9, coding: "poisson", gradientNoise: 1.5 },
      ...{ rounds: 3, evaluateEvery: 2, stragglerProbability: 0.99 },
      learningRateDrops: { rounds: [1, 2], factor: 10 },
    });
    const rates: number[] = [];
    for (const round of [1, 2, 3]) {
      const { cohort, stragglers = [] } = await host.seen("round-opened", round);
      expect([...cohort, ...stragglers].sort()).toEqual([1, 2]);
      for (const client of cohort) {
        const volunteer = client === 1 ? a : b;
        const task = await volunteer.task(round);
        rates[round - 1] = task.train.optimizer.learningRate;
        expect(task.train).toMatchObject({
          ...{ preset: "s4", network: "ann", timesteps: 9, coding: "poisson", gradientNoise: 1.5 },
        });
        await volunteer.send(task, { value: 0.01 });
      }
    }
    await host.seen("run-ended");
    expect(rates.map((rate) => Number(rate.toFixed(9)))).toEqual([0.1, 0.01, 0.001]);
    const judged = host.log.filter(({ type }) => type.startsWith("evaluat"));
    expect(judged.map(({ type }) => type)).toEqual([
      "evaluation-skipped",
      "evaluated",
      "evaluated",
    ]);
    expect(replay(host.log).rounds.map(({ accuracy }) => accuracy === null)).toEqual([
      ...[true, false, false],
    ]);
  });

  test("the tasks of a round name its model, and the model is served", async () => {
    const { a } = await started();
    const task = await a.task(1);
    const answer = await fetch(
      `http://127.0.0.1:${bench.coordinator.port}/models/${task.model.hash}`,
    );
    expect((await answer.arrayBuffer()).byteLength).toBe(task.model.bytes);
  });

  test("a round closes without a volunteer that is gone", async () => {
    const { a, b, host } = await started();
    await b.task(1);
    await a.send(await a.task(1));
    b.close();
    const closed = await host.seen("round-closed", 1);
    expect(closed).toMatchObject({ why: "all-reported", reported: [1], missing: [2] });
    await a.send(await a.task(2));
    await host.seen("evaluated", 2);
  });

  test("a round closes on its deadline with what has arrived", async () => {
    const clock = manualClock();
    const { a, b, host } = await started({ rounds: 1 }, { clock });
    const task = await a.task(1);
    expect(task.remainingMs).toBe(60_000);
    await a.send(task);
    await b.task(1);
    clock.advance(60_000);
    const closed = await host.seen("round-closed", 1);
    expect(closed).toMatchObject({ why: "deadline", reported: [1], missing: [2] });
    await host.seen("run-ended");
  });

  test("a round that invites more than it waits for closes with enough, and tells the rest", async () => {
    const { a, b, host } = await started({ rounds: 1, participants: 1, overSelect: 1 });
    const [taskA, taskB] = [await a.task(1), await b.task(1)];
    const isTold = new Promise((resolve) => b.socket.once("cancel", resolve));
    await a.send(taskA);
    expect(await isTold).toEqual({ round: 1, why: "closed" });
    expect(await host.seen("round-opened", 1)).toMatchObject({ cohort: [1, 2], goal: 1 });
    expect(await host.seen("round-closed", 1)).toMatchObject({ why: "goal", missing: [2] });
    const { message } = b.announce(taskB);
    expect(await b.refusal("upload-begin", message)).toBe("update/enough");
    expect((await host.seen("aggregated", 1)).clients).toEqual([1]);
  });

  test("a round with too few updates is repeated from the same model", async () => {
    const clock = manualClock();
    const { a, b, host } = await started({ rounds: 1, minReports: 2 }, { clock });
    const task = await a.task(1);
    await a.send(task);
    await b.task(1);
    clock.advance(60_000);
    expect(await host.seen("round-repeated", 1)).toMatchObject({ reported: 1, needed: 2 });
    await b.until(() => b.tasks.length === 2);
    await b.send(b.tasks[1]!);
    expect((await host.seen("aggregated", 1)).clients).toEqual([1, 2]);
  });

  test("a volunteer that cannot finish is not waited for", async () => {
    const { a, b, host } = await started({ rounds: 1 });
    await b.task(1);
    const fact = "the graphics device failed twice: kernel packed_conv: the device was lost";
    await b.get("training-failed", { round: 1, fact });
    await a.send(await a.task(1));
    expect(await host.seen("round-closed", 1)).toMatchObject({ why: "all-reported", missing: [2] });
    expect(await host.seen("training-failed", 1)).toMatchObject({ client: 2, fact });
    const saved = await readFile(bench.coordinator.room.run.parts.folder.log, "utf8");
    const line = saved.split("\n").find((text) => text.includes("training-failed"));
    expect(JSON.parse(line ?? "null")).toMatchObject({ round: 1, client: 2, fact });
  });

  test("a volunteer that pauses is not waited for, and invited to the next round again", async () => {
    const { a, b, host } = await started({ rounds: 3 });
    await b.task(1);
    await b.get("state", { state: "paused" });
    await a.send(await a.task(1));
    expect(await host.seen("round-closed", 1)).toMatchObject({ reported: [1], missing: [2] });
    await a.send(await a.task(2));
    expect(await host.seen("round-closed", 2)).toMatchObject({ reported: [1], missing: [] });
    await b.get("state", { state: "ready" });
    await a.send(await a.task(3));
    expect(await host.seen("round-opened", 3)).toMatchObject({ round: 3 });
  });

  test("a volunteer that wants to leave finishes its round first", async () => {
    const { a, b, host } = await started();
    const task = await b.task(1);
    await b.get("state", { state: "training", leaving: true });
    expect(host.log.some(({ type }) => type === "left")).toBe(false);
    expect(await b.send(task)).toMatchObject({ ok: true });
    expect(await host.seen("left")).toMatchObject({ client: 2, why: "said" });
    await a.send(await a.task(1));
    expect((await host.seen("aggregated", 1)).clients).toEqual([1, 2]);
    expect((await host.seen("round-opened", 2)).cohort).toEqual([1]);
  });

  test("the run goes on when a model cannot be judged", async () => {
    const evaluator = { ...cannedEvaluator, evaluate: () => Promise.reject(new Error("no wasm")) };
    const { a, b, host } = await started({ rounds: 1 }, { startEvaluator: () => evaluator });
    await a.send(await a.task(1));
    await b.send(await b.task(1));
    expect(await host.seen("evaluation-failed", 1)).toMatchObject({ fact: "no wasm" });
    await host.seen("run-ended");
  });

  test("a failed average pauses the run with its updates, and resume tries again", async () => {
    let failures = 1;
    const direct = directAggregator();
    const aggregator: typeof direct = {
      ...direct,
      average: (input) =>
        failures-- > 0 ? Promise.reject(new Error("disk full")) : direct.average(input),
    };
    const { a, b, host } = await started({ rounds: 1 }, { startAggregator: () => aggregator });
    await a.send(await a.task(1));
    await b.send(await b.task(1));
    expect(await host.seen("aggregation-failed", 1)).toMatchObject({ fact: "disk full" });
    await host.seen("paused");
    await host.host("resume");
    expect((await host.seen("aggregated", 1)).clients).toEqual([1, 2]);
  });

  test("in step mode the next round waits for the host", async () => {
    const { a, b, host } = await started({ stepMode: true });
    await host.host("next");
    await a.send(await a.task(1));
    await b.send(await b.task(1));
    await host.seen("evaluated", 1);
    expect(bench.coordinator.room.run.phase).toBe("selecting");
    await host.host("next");
    await a.task(2);
  });

  test("any order of arrival gives the same model", async () => {
    const hashes = new Set<string>();
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const { a, b, host } = await started({ rounds: 1 });
      const clients = [a, b];
      for (const who of order) {
        const client = clients[who]!;
        await client.send(await client.task(1), { value: who === 0 ? 0.0123 : -0.0371 });
      }
      hashes.add((await host.seen("aggregated", 1)).modelHash);
      if (order[0] === 0) await bench.close();
    }
    expect(hashes.size).toBe(1);
  });

  test("the host pauses, goes on and stops", async () => {
    const { a, host } = await started();
    await a.task(1);
    await host.host("pause");
    await host.seen("paused");
    expect(await host.refusal("host", { command: "start" })).toBe("room/phase");
    await host.host("resume");
    await host.seen("resumed");
    await host.host("stop");
    expect(await host.seen("run-ended")).toMatchObject({ why: "host" });
  });

  test("a new run keeps the volunteers who say hello again", async () => {
    const { a, host } = await started();
    await host.host("stop");
    await host.seen("run-ended");
    const name = a.answer?.you?.name;
    const isTold = new Promise((resolve) => a.socket.once("new-run", resolve));
    await host.host("configure", { settings: { ...testSettings, clients: 2 } });
    await isTold;
    const again = await a.hello({ resume: a.resume });
    expect(again.you?.name).toBe(name);
    expect(again.settings.clients).toBe(2);
    expect(again.log[0]?.type).toBe("run-opened");
  });

  test("nobody in a room can be made to attack; the refusal says who can", async () => {
    bench = await testBench();
    const host = await bench.host();
    const settings = { ...testSettings, attackers: { kind: "scale", share: 0.1 } };
    const answer = await host.ask("host", { command: "configure", settings });
    expect(answer.ok ? "" : answer.error.fact).toContain("npm run volunteer -- --attack");
  });

  test("settings that the dataset cannot meet are refused by name", async () => {
    bench = await testBench();
    const host = await bench.host();
    const settings = { ...testSettings, clients: 10, samplesPerClient: 64 };
    const answer = await host.ask("host", { command: "configure", settings });
    expect(answer).toMatchObject({ ok: false, error: { code: "room/settings" } });
    expect(answer.ok ? "" : answer.error.fact).toContain("samplesPerClient is 64");
    const partition = { kind: "pathological", classesPerClient: 1 } as const;
    const uneven = {
      ...testSettings,
      clients: 11,
      samplesPerClient: null,
      partition,
      batchSize: 32,
    };
    const second = await host.ask("host", { command: "configure", settings: uneven });
    expect(second.ok ? "" : second.error.fact).toContain("batchSize is 32; allowed is at most 20,");
  });
});
