import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { PassThrough } from "node:stream";

import type { RoomSummary } from "@spikefed/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";

import { testBench, type TestBench } from "../testing/test-coordinator.ts";
import { makeHttpServer } from "./http-server.ts";
import { direct } from "./serving.ts";

let bench: TestBench;

beforeAll(async () => {
  bench = await testBench();
  const pages = join(bench.dataDir, "pages");
  await mkdir(join(pages, "assets"), { recursive: true });
  await writeFile(join(pages, "index.html"), "<!doctype html><title>built</title>");
  await writeFile(join(pages, "assets", "app-1234.js"), "export {}");
  await bench.coordinator.close();
  await bench.start({ pages });
});
afterAll(() => bench.close());

/** A path as it stands: `fetch` would tidy it up. */
function get(path: string, headers: Record<string, string> = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>(
    (resolve, reject) => {
      const { port } = bench.coordinator;
      const sent = request({ host: "127.0.0.1", port, path, headers, agent: false }, (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("end", () => {
          const { statusCode: status = 0, headers: got } = answer;
          resolve({ status, headers: got, body: Buffer.concat(parts) });
        });
      });
      sent.on("error", reject);
      sent.end();
    },
  );
}

/** No inline code, nothing from elsewhere, no frame around us; memory that threads may share. */
const policies: [string, RegExp][] = [
  [
    "content-security-policy",
    /^script-src 'self' 'wasm-unsafe-eval'( 'sha256-[^']+')?; default-src 'self';/,
  ],
  ["content-security-policy", /object-src 'none'.*base-uri 'self'.*frame-ancestors 'none'/],
  ["cross-origin-embedder-policy", /^require-corp$/],
  ["cross-origin-opener-policy", /^same-origin$/],
  ["cross-origin-resource-policy", /^same-origin$/],
  ["referrer-policy", /^no-referrer$/],
  ["x-content-type-options", /^nosniff$/],
  ["permissions-policy", /camera=\(\)/],
];

test.each([
  ...["/", "/j/BCDF", "/room", "/room/BCDF", "/host", "/show", "/show/BCDF", "/bench"],
  ...["/report", "/api/room", "/api/run/log", "/api/picture/7", "/api/picture/none", "/healthz"],
  ...["/assets/app-1234.js", "/unknown", "/%", `/models/${"0".repeat(64)}`, "/shards/x"],
  ...["/socket.io/?EIO=4&transport=polling", "/socket.io/?EIO=4&transport=none"],
])("every header of safety is on %s", async (path) => {
  const { headers } = await get(path);
  for (const [name, value] of policies) expect(headers[name], name).toMatch(value);
  expect(String(headers["content-security-policy"])).not.toMatch(/script-src[^;]*unsafe-inline/);
});

test("each page's address is answered by the one page", async () => {
  for (const path of ["/", "/j/BCDF", "/room", "/host", "/show", "/bench"]) {
    const { status, headers, body } = await get(path);
    expect([path, status, body.toString()]).toEqual([path, 200, expect.stringContaining("built")]);
    expect(headers["cache-control"]).toBe("no-cache");
  }
  const asset = await get("/assets/app-1234.js");
  expect(asset.headers["cache-control"]).toContain("immutable");
  expect(asset.headers["content-type"]).toContain("javascript");
});

test("who opens a wrong address gets the one page, a program a line of JSON", async () => {
  const wrong = await get("/nowhere/at/all", { accept: "text/html,*/*;q=0.8" });
  expect([wrong.status, wrong.body.toString()]).toEqual([404, expect.stringContaining("built")]);
  const fetched = await get("/nowhere/at/all", { accept: "*/*" });
  expect([fetched.status, fetched.body.toString()]).toEqual([404, '{"error":"not found"}']);
});

test("a model is served by its hash, once", async () => {
  const hash = bench.coordinator.room.run.models.last.hash;
  const { status, headers, body } = await get(`/models/${hash}`);
  expect(status).toBe(200);
  expect(createHash("sha256").update(body).digest("hex")).toBe(hash);
  expect(headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  expect(headers["etag"]).toBe(`"${hash}"`);
  expect(headers["content-length"]).toBe(String(body.length));
  const again = await get(`/models/${hash}`, { "if-none-match": `W/"x", "${hash}"` });
  expect([again.status, again.body.length]).toEqual([304, 0]);
});

test("a part of a shard can be asked for", async () => {
  const client = bench.client();
  const { you } = await client.hello();
  const { hash = "", bytes = 0 } = you?.shard ?? {};
  const whole = await get(`/shards/${hash}`);
  expect(createHash("sha256").update(whole.body).digest("hex")).toBe(hash);
  expect(whole.body.length).toBe(bytes);
  const part = await get(`/shards/${hash}`, { range: "bytes=3073-3082" });
  expect([part.status, part.headers["content-range"]]).toEqual([206, `bytes 3073-3082/${bytes}`]);
  expect(part.body).toEqual(whole.body.subarray(3073, 3083));
  expect((await get(`/shards/${hash}`, { range: `bytes=${bytes}-` })).status).toBe(416);
});

test.each([
  "/models/../identities.json",
  "/models/..%2f..%2fsecrets.json",
  `/models/${"0".repeat(63)}`,
  `/models/${"0".repeat(64)}`,
  `/models/${"A".repeat(64)}`,
  "/shards/%00",
  "/shards/%2e%2e%2f",
  "/../../package.json",
  "/..%2f..%2fpackage.json",
  "/..%5c..%5cpackage.json",
  "/%2e%2e/secrets.json",
  "/assets/..%2f..%2fsecrets.json",
  "/secrets.json",
  "/.env",
  "//etc/passwd",
  "/%c0%ae%c0%ae/",
  "/api/picture/-1",
  "/api/picture/1e3",
  "/api/picture/999999",
  "/unknown",
  "/report/more",
  "/bench/more",
])("%s is not there", async (path) => {
  const { status, body } = await get(path);
  expect([400, 404]).toContain(status);
  expect(body.toString()).not.toContain("hostKey");
});

test("the room, the log and a test picture can be read", async () => {
  const room = JSON.parse((await get("/api/room")).body.toString()) as RoomSummary;
  expect(room).toMatchObject({ code: bench.coordinator.code, phase: "lobby" });
  expect(room).toMatchObject({ preset: "s4", network: "snn" });
  expect(room.downloadBytes).toBeGreaterThan(64 * 3073);
  const log = (await get("/api/run/log")).body.toString().trimEnd().split("\n");
  expect(JSON.parse(log[0] ?? "")).toMatchObject({ seq: 0, type: "run-opened" });
  const picture = await get("/api/picture/7");
  expect([picture.body.length, picture.headers["x-label"]]).toEqual([3072, "7"]);
});

test("a connection that is reset before Engine.IO listens to it ends itself, not the process", async () => {
  const app = makeHttpServer(() => undefined, direct);
  const socket = new PassThrough();
  app.server.emit("upgrade", { url: "/socket.io/" }, socket, Buffer.alloc(0));
  expect(socket.destroyed).toBe(false);
  expect(() => socket.emit("error", new Error("read ECONNRESET"))).not.toThrow();
  expect(socket.destroyed).toBe(true);
  await app.close();
});
