// The coordinator from outside: real sockets on the loopback address, canned updates.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { replay } from "@spikefed/fl-core";
import { REJOIN_MS, type LogEvent, type RunSettings, type Task } from "@spikefed/protocol";
import { afterEach, describe, expect, test } from "vitest";

import { directAggregator } from "./aggregate/aggregator.ts";
import type { CoordinatorOptions } from "./coordinator.ts";
import { manualClock } from "./testing/manual-clock.ts";
import {
  cannedEvaluator,
  testBench,
  testSettings,
  type TestBench,
} from "./testing/test-coordinator.ts";
import { constantUpdate, type TestClient } from "./testing/test-client.ts";

let bench: TestBench;
afterEach(() => bench.close());

/** Two volunteers and a host who has pressed start. */
async function started(
  settings: Partial<RunSettings> = {},
  options: Partial<CoordinatorOptions> = {},
): Promise<{ a: TestClient; b: TestClient; host: TestClient }> {
  bench = await testBench({ ...options, settings: { ...testSettings, ...settings } });
  const [a, b, host] = [bench.client(), bench.client(), await bench.host()];
  await a.hello();
  await b.hello();
  await host.until(() => host.log.filter(({ type }) => type === "joined").length === 2);
  await host.host("start");
  return { a, b, host };
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
    await b.get("training-failed", { round: 1, fact: "the device was lost" });
    await a.send(await a.task(1));
    expect(await host.seen("round-closed", 1)).toMatchObject({ why: "all-reported", missing: [2] });
    expect(await host.seen("training-failed", 1)).toMatchObject({ client: 2 });
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
    const { a, b, host } = await started({ rounds: 1 }, { evaluator });
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
    const { a, b, host } = await started({ rounds: 1 }, { aggregator });
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

  test("settings that the dataset cannot meet are refused by name", async () => {
    bench = await testBench();
    const host = await bench.host();
    const settings = { ...testSettings, clients: 10, samplesPerClient: 64 };
    const answer = await host.ask("host", { command: "configure", settings });
    expect(answer).toMatchObject({ ok: false, error: { code: "room/settings" } });
    expect(answer.ok ? "" : answer.error.fact).toContain("samplesPerClient is 64");
  });
});

describe("identities", () => {
  test("a volunteer that comes back has its number, name and shard again", async () => {
    const { a, b, host } = await started();
    const task = await b.task(1);
    const before = b.answer?.you;
    b.close();
    await a.until(() => true);
    const again = bench.client();
    const { you } = await again.hello({ resume: b.resume });
    expect(you).toEqual(before);
    await host.seen("rejoined");
    expect((await again.task(1)).shard.hash).toBe(task.shard.hash); // the round still expects it
  });

  test("a place is given up two minutes after its connection was lost", async () => {
    const clock = manualClock();
    const { a, b, host } = await started({}, { clock });
    const shard = a.answer?.you?.shard.hash;
    a.close();
    await expect.poll(() => bench.coordinator.room.run.members.online()).toBe(1);
    clock.advance(REJOIN_MS - 1);
    expect(host.log.some(({ type }) => type === "left")).toBe(false);
    clock.advance(1);
    expect(await host.seen("left")).toMatchObject({ client: 1, why: "lost" });
    const again = bench.client();
    const { you } = await again.hello({ resume: a.resume });
    expect(you).toMatchObject({ client: 3, shard: { hash: shard } });
    expect(b.socket.connected).toBe(true);
  });

  test("saying hello again on the same connection changes nothing", async () => {
    const { a, host } = await started();
    const before = a.answer?.you;
    expect((await a.hello({ resume: a.resume })).you).toEqual(before);
    await a.get("progress", progress);
    expect(host.log.some(({ type }) => type === "rejoined")).toBe(false);
  });

  test("the roster is told at most four times a second", async () => {
    const clock = manualClock();
    const { a, host } = await started({}, { clock });
    const told: number[] = [];
    host.socket.on("roster", () => told.push(clock.now()));
    for (let i = 0; i < 20; i++) {
      await a.get("progress", { ...progress, batch: i, batches: 20 });
      clock.advance(50);
    }
    await host.host("pause");
    expect(told.length).toBeGreaterThan(1);
    expect(told.length).toBeLessThanOrEqual(5);
  });

  test("a second connection replaces the first", async () => {
    const { a } = await started();
    const again = bench.client();
    await again.hello({ resume: a.resume });
    await a.until(() => a.socket.disconnected);
    expect(await again.get("progress", progress)).toMatchObject({ ok: true });
  });

  test("a wrong token is refused, an unknown place is made anew", async () => {
    const { a } = await started();
    const other = bench.client();
    const { clientId } = a.resume;
    const resume = { clientId, token: "x".repeat(32) };
    const message = { protocol: 1, role: "volunteer", room: null, resume };
    expect(await other.refusal("hello", message)).toBe("room/session");
    const { you } = await other.hello({
      resume: { clientId: "nobody-knows", token: "x".repeat(32) },
    });
    expect(you?.client).toBe(3);
  });

  test("names are unique, shards too, and the room can be full", async () => {
    bench = await testBench();
    const all = Array.from({ length: 4 }, () => bench.client());
    const answers = await Promise.all(all.map((client) => client.hello({ name: "Ada" })));
    expect(new Set(answers.map(({ you }) => you?.name)).size).toBe(4);
    expect(new Set(answers.map(({ you }) => you?.shard.hash)).size).toBe(4);
    const fifth = bench.client();
    const hello = { protocol: 1, role: "volunteer", room: null };
    expect(await fifth.refusal("hello", hello)).toBe("room/full");
    await all[0]!.get("leave", {});
    expect((await fifth.hello()).you?.shard.hash).toBe(answers[0]?.you?.shard.hash);
  });

  test("the host needs the key, and volunteers cannot command", async () => {
    const { a } = await started();
    const other = bench.client();
    const hello = { protocol: 1, role: "host", room: null, hostKey: "guess" };
    expect(await other.refusal("hello", hello)).toBe("room/host-key");
    expect(await other.refusal("host", { command: "stop" })).toBe("wire/no-hello");
    expect(await a.refusal("host", { command: "stop" })).toBe("wire/not-allowed");
  });
});

describe("updates", () => {
  test("NaN is refused by tensor and place, and nothing changes", async () => {
    const { a, b, host } = await started();
    const task = await a.task(1);
    const answer = await a.send(task, { bytes: constantUpdate(task, NaN) });
    expect(answer).toMatchObject({ ok: false, error: { code: "update/not-finite" } });
    expect(await host.seen("update-refused", 1)).toMatchObject({ client: 1 });
    await b.send(await b.task(1), { value: 0 });
    const { clients, modelHash } = await host.seen("aggregated", 1);
    expect(clients).toEqual([2]);
    expect(modelHash).toBe(task.model.hash); // an update of zeros: the model of before
  });

  test.each([
    ["a wrong length", "update/size", (task: Task) => new Uint8Array(task.model.bytes * 2)],
    ["no tensors", "tensors/corrupt", () => new Uint8Array(100).fill(255)],
    ["too large a change", "update/range", (task: Task) => constantUpdate(task, 1e6)],
    [
      "another model's shape",
      "update/shape",
      (task: Task) => constantUpdate({ ...task, train: { ...task.train, classes: 5 } }, 0.1),
    ],
  ])("%s is refused with %s", async (_, code, make) => {
    const { a } = await started();
    const task = await a.task(1);
    expect(await a.send(task, { bytes: make(task) })).toMatchObject({ ok: false, error: { code } });
  });

  test("late, stale and uninvited updates are refused", async () => {
    const { a, host } = await started();
    const task = await a.task(1);
    const code = async (client: TestClient, options: object) => {
      const answer = await client.send(task, options);
      return answer.ok ? "ok" : answer.error.code;
    };
    expect(await code(a, { round: 7 })).toBe("update/late");
    expect(await code(a, { baseHash: "0".repeat(64) })).toBe("update/stale");
    const third = bench.client();
    await third.hello();
    expect(await code(third, {})).toBe("update/not-invited");
    await host.until(() => host.log.filter(({ type }) => type === "update-refused").length === 3);
  });

  test("a broken upload goes on where it stopped, over another connection", async () => {
    const { a, host } = await started();
    const { bytes, message } = a.announce(await a.task(1));
    const { updateId } = message;
    await a.get("upload-begin", message);
    await a.get("upload-chunk", {
      updateId,
      offset: 0,
      data: Buffer.from(bytes.subarray(0, 1000)),
    });
    a.close();
    const again = bench.client();
    await again.hello({ resume: a.resume });
    expect(await again.get("upload-begin", message)).toMatchObject({ offset: 1000, done: false });
    const wrong = { updateId, offset: 5, data: Buffer.from([1]) };
    expect(await again.refusal("upload-chunk", wrong)).toBe("update/offset");
    for (let offset = 1000; offset < bytes.length; offset += 200_000) {
      const data = Buffer.from(bytes.subarray(offset, offset + 200_000));
      await again.get("upload-chunk", { updateId, offset, data });
    }
    await again.get("upload-commit", { updateId });
    await host.seen("update-accepted", 1);
    expect(await again.get("upload-begin", message)).toMatchObject({ done: true });
    expect(await again.get("upload-commit", { updateId })).toMatchObject({ counted: true });
    const other = { ...message, sha256: "0".repeat(64) };
    expect(await again.refusal("upload-begin", other)).toBe("update/conflict");
    expect(host.log.filter(({ type }) => type === "update-accepted").length).toBe(1);
  });

  test("a wrong checksum can be sent again", async () => {
    const { a } = await started();
    const task = await a.task(1);
    const { bytes, message } = a.announce(task);
    const { updateId } = message;
    const wrong = { ...message, sha256: "1".repeat(64), bytes: 1000 };
    await a.get("upload-begin", wrong);
    const data = Buffer.from(bytes.subarray(0, 1000));
    await a.get("upload-chunk", { updateId, offset: 0, data });
    expect(await a.refusal("upload-commit", { updateId })).toBe("update/checksum");
    expect(await a.send(task, { updateId })).toMatchObject({ ok: true });
  });

  test("the updates of a round are removed once they are averaged", async () => {
    const { a, b, host } = await started();
    await a.send(await a.task(1));
    await b.send(await b.task(1));
    await host.seen("evaluated", 1);
    const { folder } = bench.coordinator.room.run.parts;
    await expect.poll(() => readdir(folder.updates)).toEqual([]);
    expect((await readdir(folder.models)).length).toBe(2);
  });
});

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
    const { a, b, host } = await started({ rounds: 1 }, { aggregator: stuck });
    await a.send(await a.task(1), { value: 0.01 });
    await b.send(await b.task(1), { value: 0.02 });
    await host.seen("round-closed", 1);
    await bench.coordinator.close();
    await bench.start({ aggregator: directAggregator() });
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
    const { tinyDataset } = await import("./testing/tiny-dataset.ts");
    await bench.start({ dataset: tinyDataset(300) });
    expect(bench.coordinator.room.run.parts.folder.runId).not.toBe(runId);
    expect(bench.said.join("\n")).toContain("a new run is opened");
  });

  test("writes the log line by line as it was told", async () => {
    const { a, b, host } = await started({ rounds: 1 });
    await a.send(await a.task(1));
    await b.send(await b.task(1));
    await host.seen("run-ended");
    const text = await readFile(bench.coordinator.room.run.parts.folder.log, "utf8");
    const lines = text.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as LogEvent)).toEqual(host.log);
    const current = await readFile(join(bench.dataDir, "current"), "utf8");
    expect(current.trim()).toBe(bench.coordinator.room.run.parts.folder.runId);
  });
});

const progress = {
  round: 1,
  batch: 1,
  batches: 4,
  loss: 2.3,
  accuracy: 0.1,
  imagesPerSecond: 50,
};
