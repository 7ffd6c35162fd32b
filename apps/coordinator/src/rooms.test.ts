// Two rooms in one coordinator: what each has is its own.

import { afterEach, expect, test } from "vitest";

import { Proxies } from "./socket/proxies.ts";
import type { TestClient } from "./testing/test-client.ts";
import { testBench, type TestBench } from "./testing/test-coordinator.ts";

let bench: TestBench;
afterEach(() => bench.close());

const roomAt = (at: number) => bench.coordinator.rooms[at]!;
const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${bench.coordinator.port}${path}`, { headers });

async function hostOf(at: number): Promise<TestClient> {
  const { code, hostKey } = roomAt(at);
  const host = bench.client();
  await host.hello({ role: "host", room: code, hostKey });
  return host;
}

/** A volunteer and a host of a room whose run is under way. */
async function started(at: number): Promise<{ volunteer: TestClient; host: TestClient }> {
  const [volunteer, host] = [bench.client(), await hostOf(at)];
  await volunteer.hello({ room: roomAt(at).code });
  await host.until(() => host.log.some(({ type }) => type === "joined"));
  await host.host("start");
  return { volunteer, host };
}

test("one room trains while the other is paused, and a restart brings both back", async () => {
  bench = await testBench({ rooms: 2 });
  const [a, b] = [await started(0), await started(1)];
  await a.host.host("pause");
  await a.host.seen("paused");
  const overheard: unknown[] = [];
  a.host.socket.onAny((event) => overheard.push(event));
  expect(await b.volunteer.send(await b.volunteer.task(1))).toMatchObject({ ok: true });
  const { modelHash } = await b.host.seen("aggregated", 1);
  expect(a.host.log.map(({ type }) => type)).not.toContain("update-accepted");
  expect(roomAt(0).room.run.phase).toBe("paused");
  expect(overheard).not.toContain("log");
  const model = await get(`/models/${modelHash}`); // of the second room, by its name alone
  expect(model.status).toBe(200);
  const before = bench.coordinator.rooms.map(({ code, hostKey, room }) => {
    return [code, hostKey, room.run.parts.folder.runId];
  });
  await bench.coordinator.close();
  await bench.start({ rooms: null });
  const after = bench.coordinator.rooms.map(({ code, hostKey, room }) => {
    return [code, hostKey, room.run.parts.folder.runId];
  });
  expect(after).toEqual(before);
  expect(new Set(before.flat()).size).toBe(6);
  await bench.coordinator.close();
  await bench.start({ rooms: 1 });
  expect([bench.coordinator.rooms.length, bench.said.at(-1)]).toEqual([
    1,
    expect.stringContaining("Room 2 stays closed"),
  ]);
});

test("keys and tokens of one room are worth nothing in the other", async () => {
  bench = await testBench({ rooms: 2 });
  const [a, b] = [await started(0), await started(1)];
  const { code } = roomAt(1);
  const hello = { protocol: a.host.answer!.room.protocol, device: deviceOf };
  const asHost = { ...hello, role: "host", hostKey: roomAt(0).hostKey };
  expect(await bench.client().refusal("hello", { ...asHost, room: code })).toBe("room/host-key");
  for (const role of ["volunteer", "watch"]) {
    const nameless = { ...hello, role, room: null };
    expect(await bench.client().refusal("hello", nameless)).toBe("room/which");
  }
  const { you } = await bench.client().hello({ room: code, resume: a.volunteer.resume });
  expect(you?.clientId).not.toBe(a.volunteer.resume.clientId);
  for (const { socket } of [a.volunteer, a.host]) expect(socket.connected).toBe(true);
  expect(await a.volunteer.refusal("hello", { ...hello, role: "volunteer", room: code })).toBe(
    "room/elsewhere",
  );
  expect(await a.volunteer.refusal("host", { command: "pause" })).toBe("wire/not-allowed");
  const task = await b.volunteer.task(1);
  expect(await a.volunteer.refusal("upload-begin", a.volunteer.announce(task).message)).not.toBe(
    "ok",
  );
  await a.host.host("pause");
  await a.host.seen("paused");
  expect([roomAt(0).room.run.phase, roomAt(1).room.run.phase]).toEqual(["paused", "training"]);
});

const deviceOf = { kind: "cpu", label: "test", executor: "reference/cpu" };

test("what a room tells lies behind its code, and codes cannot be tried out", async () => {
  bench = await testBench({
    rooms: 2,
    reached: { proxies: new Proxies(["loopback"]), publicOrigin: null },
  });
  const { code, room } = roomAt(1);
  const paths = ["/api/room", "/api/run/log", "/api/run/showcase", "/api/records", "/report"];
  for (const path of [...paths, "/api/lesson/runs", "/api/run/models/last"]) {
    const nameless = await get(path);
    expect([path, nameless.status, (await nameless.json()) as unknown]).toEqual([
      ...[path, 404],
      expect.objectContaining({ code: "room/which" }),
    ]);
  }
  for (const path of paths)
    expect([path, (await get(`/r/${code}${path}`)).status]).toEqual([path, 200]);
  const log = await (await get(`/r/${code}/api/run/log`)).text();
  expect(log).toContain(room.run.parts.folder.runId);
  const from = (address: string) => ({ "x-forwarded-for": address });
  const ask = async (named: string, address = "203.0.113.7") =>
    (await get(`/r/${named}/api/room`, from(address))).status;
  for (let i = 0; i < 60; i++) expect(await ask("0000")).toBe(404);
  expect([await ask("0000"), await ask(code), await ask(code, "203.0.113.8")]).toEqual([
    ...[429, 429],
    200,
  ]);
});

test("a room whose disk fails ends alone, and its people are told", async () => {
  bench = await testBench({ rooms: 2 });
  const [a, b] = [await started(0), await started(1)];
  const toldAgain = new Promise((resolve) => a.volunteer.socket.once("new-run", resolve));
  roomAt(0).break(new Error("no flush"));
  await toldAgain;
  const { code } = roomAt(0);
  const again = { protocol: a.host.answer!.room.protocol, role: "watch", room: code };
  expect(await bench.client().refusal("hello", again)).toBe("room/broken");
  expect(await a.host.refusal("host", { command: "pause" })).toBe("room/broken");
  await b.volunteer.send(await b.volunteer.task(1));
  await b.host.seen("aggregated", 1);
  expect(await (await get("/healthz")).text()).toBe("a room has ended\n");
  expect(bench.said).toContainEqual(expect.stringMatching(/^Room 1: no flush/));
});
