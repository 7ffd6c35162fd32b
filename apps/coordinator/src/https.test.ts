// The coordinator with TLS of its own: the same pages, sockets and rules, and the way from plain HTTP.

import { mkdtemp, rm } from "node:fs/promises";
import { get, type RequestOptions } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { PROTOCOL_VERSION } from "@spikefed/protocol";
import { io } from "socket.io-client";
import { afterAll, beforeAll, expect, test } from "vitest";

import { ended, openTcp } from "./testing/raw-socket.ts";
import { testBench, type TestBench } from "./testing/test-coordinator.ts";
import { keptCertificate } from "./tls/kept-certificate.ts";

let folder: string;
let bench: TestBench;
let ca: string;
let isMoved = false;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "spikefed-test-"));
  const readCertificate = () => {
    const names = isMoved ? ["localhost", "moved.example"] : ["localhost"];
    return keptCertificate(folder, { names, addresses: ["127.0.0.1"] }, Date.now());
  };
  bench = await testBench({ readCertificate });
  ca = bench.coordinator.certificate()?.cert ?? "";
}, 60_000);
afterAll(async () => {
  await bench.close();
  await rm(folder, { recursive: true });
});

interface Answer {
  status: number;
  headers: Record<string, unknown>;
  body: string;
}

function ask(path: string, options: RequestOptions = {}): Promise<Answer> {
  const { port } = bench.coordinator;
  return new Promise((resolve, reject) => {
    const sent = get({ host: "127.0.0.1", port, path, ca, agent: false, ...options }, (answer) => {
      let body = "";
      answer.setEncoding("utf8").on("data", (part: string) => (body += part));
      const { statusCode: status = 0, headers } = answer;
      answer.on("end", () => resolve({ status, headers, body }));
    });
    sent.on("error", reject);
  });
}

test("who trusts the certificate is served, with the headers of plain HTTP and no others", async () => {
  const { status, headers, body } = await ask("/api/room");
  expect([status, JSON.parse(body)]).toMatchObject([
    200,
    { code: bench.coordinator.room.summary().code },
  ]);
  expect(headers["cross-origin-embedder-policy"]).toBe("require-corp");
  expect(headers["content-security-policy"]).toMatch(/connect-src 'self' ws: wss:/);
  expect(headers["content-security-policy"]).not.toContain("upgrade-insecure-requests");
  expect(headers["strict-transport-security"]).toBeUndefined(); // it would outlive the certificate
  expect(headers["set-cookie"]).toBeUndefined();
});

test("who does not is not served", async () => {
  await expect(ask("/healthz", { ca: undefined })).rejects.toMatchObject({
    code: "DEPTH_ZERO_SELF_SIGNED_CERT",
  });
});

test.each(["websocket", "polling"])("a volunteer joins by %s", async (transport) => {
  const { port } = bench.coordinator;
  const socket = io(`https://localhost:${port}`, {
    ...{ transports: [transport], ca, reconnection: false, forceNew: true },
  });
  const hello = { protocol: PROTOCOL_VERSION, role: "volunteer", room: null };
  const answer: unknown = await socket.timeout(20_000).emitWithAck("hello", hello);
  socket.disconnect();
  expect(answer).toMatchObject({ ok: true });
});

test("a page of this address without https is not ours", async () => {
  const { port } = bench.coordinator;
  const polling = "/socket.io/?EIO=4&transport=polling";
  for (const path of ["/api/room", polling]) {
    const by = async (origin: string) => (await ask(path, { headers: { origin } })).status;
    expect(await by(`https://127.0.0.1:${port}`)).toBe(200);
    expect(await by(`http://127.0.0.1:${port}`)).toBeGreaterThanOrEqual(400);
  }
});

test("plain HTTP on the same port is sent to https", async () => {
  const { port } = bench.coordinator;
  const answer = await fetch(`http://127.0.0.1:${port}/j/BCDF?x=1`, { redirect: "manual" });
  expect([answer.status, answer.headers.get("location")]).toEqual([
    ...[307, `https://127.0.0.1:${port}/j/BCDF?x=1`],
  ]);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(await answer.text()).toContain("Put https:// in front of it.");
});

test("a robot comes by https and loads its pictures", { timeout: 120_000 }, async () => {
  const { room } = bench.coordinator;
  await room.host({ command: "add-robot", robot: "honest" });
  const states = () => room.run.members.here().map(({ state }) => state);
  await expect.poll(states, { timeout: 100_000 }).toContain("ready");
});

test("a new name brings a new certificate, without a restart", { timeout: 30_000 }, async () => {
  const before = bench.coordinator.certificate()?.fingerprint;
  isMoved = true;
  await bench.coordinator.refreshCertificate();
  const after = bench.coordinator.certificate();
  expect(after?.fingerprint).not.toBe(before);
  expect(bench.said.join()).toContain(after?.fingerprint);
  ca = after?.cert ?? "";
  expect((await ask("/healthz", { servername: "moved.example" })).status).toBe(200);
});

test("it closes although somebody is connected who says nothing", { timeout: 60_000 }, async () => {
  const mute = await openTcp(bench.coordinator.port, "");
  await bench.coordinator.close();
  await ended(mute);
  await bench.start();
});
