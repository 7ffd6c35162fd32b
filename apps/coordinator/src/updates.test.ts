// Updates from outside: what is counted, refused, resumed and removed.

import { readdir } from "node:fs/promises";

import type { RunSettings, Task } from "@spikefed/protocol";
import { afterEach, describe, expect, test } from "vitest";

import type { CoordinatorOptions } from "./coordinator.ts";
import { startedRun, type StartedRun } from "./testing/started-run.ts";
import { constantUpdate, type TestClient } from "./testing/test-client.ts";
import { type TestBench } from "./testing/test-coordinator.ts";

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

/** All of an update but its commit. */
async function sendPieces(client: TestClient, update: ReturnType<TestClient["announce"]>) {
  const { bytes, message } = update;
  const { updateId } = message;
  await client.get("upload-begin", message);
  for (let offset = 0; offset < bytes.length; offset += 200_000) {
    const data = Buffer.from(bytes.subarray(offset, offset + 200_000));
    await client.get("upload-chunk", { updateId, offset, data });
  }
}

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

  test("a stranger to the round fills no log: one line for each reason, whatever it names", async () => {
    const { a, host } = await started();
    const task = await a.task(1);
    const rounds = Array.from({ length: 10 }, (_, at) => at + 2);
    const messages = rounds.map((round) => a.announce(task, { round }).message);
    for (const message of messages) {
      expect(await a.refusal("upload-begin", message)).toBe("update/late");
    }
    await a.send(task);
    await host.seen("update-accepted", 1);
    const refused = host.log.filter(({ type }) => type === "update-refused");
    const { updateId, sha256 } = messages[0]!;
    const line = { client: 1, code: "update/late", round: 2, updateId, sha256 };
    expect(refused).toMatchObject([line]);
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
    const acknowledged = { counted: true, record: 1 };
    expect(await again.get("upload-commit", { updateId })).toMatchObject(acknowledged);
    await host.seen("update-accepted", 1);
    expect(await again.get("upload-begin", message)).toMatchObject({ done: true, record: 1 });
    expect(await again.get("upload-commit", { updateId })).toMatchObject(acknowledged);
    const other = { ...message, sha256: "0".repeat(64) };
    expect(await again.refusal("upload-begin", other)).toBe("update/conflict");
    expect(host.log.filter(({ type }) => type === "update-accepted").length).toBe(1);
  });

  test.each([
    ["other bytes", 0.5],
    ["the same bytes", 0],
  ])("a second update that is refused, of %s, does not touch the counted one", async (_, value) => {
    const { a, b, host } = await started();
    const task = await a.task(1);
    const first = a.announce(task, { value: 0 });
    const second = a.announce(task, { value });
    await sendPieces(a, first);
    await sendPieces(a, second);
    await a.get("upload-commit", { updateId: first.message.updateId });
    const { updateId } = second.message;
    expect(await a.refusal("upload-commit", { updateId })).toBe("update/conflict");
    const { folder } = bench.coordinator.room.run.parts;
    expect(await readdir(folder.updates)).toEqual([`${first.message.sha256}.1-1`]);
    await b.send(await b.task(1), { value: 0 });
    const { clients, modelHash } = await host.seen("aggregated", 1);
    expect(clients).toEqual([1, 2]);
    expect(modelHash).toBe(task.model.hash); // updates of zeros: the model of before
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
