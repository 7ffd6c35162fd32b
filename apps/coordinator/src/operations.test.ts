// What an operator asks of a running coordinator: health, figures, addresses behind a proxy, a stop.

import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";

import { CHUNK_BYTES } from "@spikefed/protocol";
import { io } from "socket.io-client";
import { afterEach, expect, test } from "vitest";

import { Proxies } from "./socket/proxies.ts";
import { lanAddress } from "./start/links.ts";
import { startedRun } from "./testing/started-run.ts";
import { testBench, type TestBench } from "./testing/test-coordinator.ts";

let bench: TestBench;
afterEach(() => bench.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${bench.coordinator.port}${path}`, { headers });

test("figures are for whoever has their key, which is not the host's", async () => {
  bench = await testBench();
  const file = join(bench.dataDir, "metrics-key.txt");
  const key = await readFile(file, "utf8");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const wrong = [
    {},
    { authorization: `Bearer ${bench.coordinator.hostKey}` },
    { authorization: key },
  ];
  for (const headers of wrong) {
    const refused = await get("/metrics", headers);
    expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
    expect(await refused.text()).not.toContain("spikefed_");
  }
  await bench.client().hello({ name: "Ada Lovelace" });
  const answer = await get("/metrics", { authorization: `Bearer ${key}` });
  expect(answer.headers.get("content-type")).toContain("text/plain; version=0.0.4");
  const text = await answer.text();
  expect(text).toContain('spikefed_connections{room="1",role="volunteer"} 1');
  expect(Number(/spikefed_received_bytes_total (\d+)/.exec(text)?.[1])).toBeGreaterThan(500);
  expect(Number(/spikefed_tcp_connections (\d+)/.exec(text)?.[1])).toBeGreaterThan(1);
  const { code, hostKey } = bench.coordinator;
  for (const word of ["Ada", "127.0.0.1", code, hostKey, key]) expect(text).not.toContain(word);
  await bench.coordinator.close();
  await bench.start();
  expect(await readFile(file, "utf8")).toBe(key);
});

test("where others reach it is told, and nothing where nobody does", async () => {
  bench = await testBench();
  expect(await (await get("/api/access")).json()).toEqual({ origin: null, fingerprint: null });
  await bench.coordinator.close();
  const publicOrigin = "https://fed.example.org";
  await bench.start({ reached: { proxies: new Proxies(), publicOrigin } });
  expect(await (await get("/api/access")).json()).toEqual({
    ...{ origin: publicOrigin, fingerprint: null },
  });
  expect((await get("/api/room", { origin: publicOrigin })).status).toBe(200);
  expect((await get("/api/room", { origin: "https://other.example.org" })).status).toBe(403);
});

test("the machine's own address is not told through a proxy", async () => {
  const everywhere = { host: "0.0.0.0" };
  bench = await testBench(everywhere);
  const lan = lanAddress("0.0.0.0");
  const { port } = bench.coordinator;
  const own = lan === null ? null : `http://${lan}:${port}`;
  expect(await (await get("/api/access")).json()).toMatchObject({ origin: own });
  await bench.coordinator.close();
  const reached = { proxies: new Proxies(["loopback"]), publicOrigin: null };
  await bench.start({ ...everywhere, reached });
  expect(await (await get("/api/access")).json()).toMatchObject({ origin: null });
});

/** Joins as a proxy on this machine would for somebody at `address`; "ok" or the code of the refusal. */
async function joinFrom(address: string): Promise<string> {
  const socket = io(`http://127.0.0.1:${bench.coordinator.port}`, {
    ...{ transports: ["websocket"], reconnection: false, forceNew: true },
    extraHeaders: { "X-Forwarded-For": address },
  });
  const hello = {
    protocol: (await room()).protocol,
    role: "host",
    room: null,
    hostKey: "x".repeat(32),
  };
  const answer = (await socket.timeout(15_000).emitWithAck("hello", hello)) as {
    error: { code: string };
  };
  socket.disconnect();
  return answer.error.code;
}
const room = async () => (await (await get("/api/room")).json()) as { protocol: number };

test("behind a trusted proxy limits are by the address that it names", async () => {
  const reached = { proxies: new Proxies(["loopback"]), publicOrigin: null };
  bench = await testBench({ reached });
  for (let i = 0; i < 10; i++) expect(await joinFrom("203.0.113.1")).toBe("room/host-key");
  expect(await joinFrom("203.0.113.1")).toBe("room/host-locked");
  expect(await joinFrom("127.0.0.1, 203.0.113.1")).toBe("room/host-locked"); // written by the stranger
  expect(await joinFrom("203.0.113.2")).toBe("room/host-key");
  await bench.coordinator.close();
  await bench.start({ reached: { proxies: new Proxies(), publicOrigin: null } });
  for (let i = 0; i < 12; i++) expect(await joinFrom("203.0.113.1")).toBe("room/host-key");
});

test("asked to stop it opens no round, tells everybody, and waits for what is on its way", async () => {
  const run = await startedRun({ rounds: 3, minReports: 2, participants: 2 });
  bench = run.bench;
  const { a, b, host } = run;
  const [taskA, taskB] = [await a.task(1), await b.task(1)];
  const { bytes, message } = a.announce(taskA, {});
  await b.send(taskB);
  await a.get("upload-begin", message);
  const told = new Promise((resolve) => host.socket.once("stopping", resolve));
  let isDrained = false;
  const draining = bench.coordinator.drain(60_000).then(() => (isDrained = true));
  expect(await told).toMatchObject({
    error: { code: "room/stopping", retry: "later" },
    retryMs: 3_000,
  });
  const health = await get("/healthz");
  expect([health.status, await health.text()]).toEqual([503, "stopping\n"]);
  const { updateId } = message;
  for (let offset = 0; offset < bytes.length; offset += CHUNK_BYTES) {
    const data = Buffer.from(bytes.subarray(offset, offset + CHUNK_BYTES));
    await a.get("upload-chunk", { updateId, offset, data });
  }
  expect(isDrained).toBe(false);
  await a.get("upload-commit", { updateId });
  await draining;
  await host.seen("evaluated", 1);
  const { run: stopping } = bench.coordinator.room;
  await expect.poll(() => stopping.phase, { timeout: 15_000 }).toBe("selecting"); // before round 2
  await bench.coordinator.close();
  expect(host.log.filter(({ type }) => type === "update-accepted").length).toBe(2);
  await bench.start();
  const types = (await bench.host()).log.map(({ type }) => type);
  expect(types).toContain("aggregated");
  expect(
    types.slice(0, types.indexOf("restarted")).filter((type) => type === "round-opened"),
  ).toEqual([
    "round-opened", // the first, and no other before the restart
  ]);
});

test("who does not go on with its upload is not waited for longer than asked", async () => {
  const { bench: started, a } = await startedRun();
  bench = started;
  await a.get("upload-begin", a.announce(await a.task(1), {}).message);
  await bench.coordinator.drain(50);
  await a.get("upload-begin", a.announce(await a.task(1), {}).message);
  const draining = bench.coordinator.drain(600_000);
  a.close(); // gone: nothing of it is on its way any more
  await draining;
});
