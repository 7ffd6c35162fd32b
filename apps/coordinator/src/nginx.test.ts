// The nginx configuration of deploy/, tried with nginx where there is one: on free ports, with a
// certificate made here, in front of a coordinator of this process.

import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { get } from "node:https";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { PROTOCOL_VERSION, type Ack } from "@spikefed/protocol";
import { io } from "socket.io-client";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

import { Proxies } from "./socket/proxies.ts";
import { testBench, type TestBench } from "./testing/test-coordinator.ts";
import { keptCertificate } from "./tls/kept-certificate.ts";

const given = fileURLToPath(new URL("../../../deploy/nginx.conf", import.meta.url));
const isThere = spawnSync("nginx", ["-v"]).status === 0;

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** deploy/nginx.conf with ports and files of here, as a whole configuration. */
async function configuration(folder: string, ports: { own: number; behind: number }) {
  const text = (await readFile(given, "utf8"))
    .replace("127.0.0.1:8787", `127.0.0.1:${ports.behind}`)
    .replace("listen 443", `listen 127.0.0.1:${ports.own}`)
    .replace(/ssl_certificate .*;/, `ssl_certificate ${folder}/tls-cert.pem;`)
    .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${folder}/tls-key.pem;`);
  const places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const temporary = places.map((place) => `${place}_temp_path ${folder}/tmp-${place};`).join(" ");
  return `pid ${folder}/pid; error_log ${folder}/error.log; worker_processes 1; daemon off;
    events {} http { ${temporary} ${text} }`;
}

describe("behind nginx", () => {
  let bench: TestBench;
  let folder: string;
  let nginx: ChildProcess;
  let ca: string;
  let port: number;

  beforeEach(({ skip }) => skip(!isThere, "nginx is not installed"));
  beforeAll(async () => {
    if (!isThere) return;
    folder = await mkdtemp(join(tmpdir(), "spikefed-test-"));
    await mkdir(join(folder, "logs"), { recursive: true });
    const subjects = { names: ["localhost"], addresses: ["127.0.0.1"] };
    ca = (await keptCertificate(folder, subjects, Date.now())).cert;
    port = await freePort();
    const publicOrigin = `https://localhost:${port}`;
    bench = await testBench({ reached: { proxies: new Proxies(["loopback"]), publicOrigin } });
    const file = join(folder, "nginx.conf");
    const ports = { own: port, behind: bench.coordinator.port };
    await writeFile(file, await configuration(folder, ports));
    nginx = spawn("nginx", ["-p", folder, "-c", file, "-e", join(folder, "error.log")]);
    const isUp = async () => expect((await ask("/healthz")).status).toBe(200);
    await vi.waitFor(isUp, { timeout: 40_000, interval: 200 });
  }, 120_000);
  afterAll(async () => {
    if (!isThere) return;
    nginx.kill("SIGTERM");
    await bench.close();
    await rm(folder, { recursive: true, maxRetries: 5 });
  });

  function ask(path: string, headers: Record<string, string> = {}) {
    return new Promise<{ status: number; headers: Record<string, unknown> }>((resolve, reject) => {
      const to = { host: "127.0.0.1", port, path, ca, headers, servername: "localhost" };
      get(to, (answer) => {
        answer.resume();
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers });
      }).on("error", reject);
    });
  }

  /** Joins like a page of `origin`. */
  async function hello(
    transport: string,
    origin: string,
    message: object,
    { from = "127.0.0.1", written = "198.51.100.9" } = {},
  ): Promise<Ack> {
    const socket = io(`https://localhost:${port}`, {
      ...{ transports: [transport], ca, reconnection: false, forceNew: true },
      extraHeaders: { origin, "X-Forwarded-For": written },
      ...({ localAddress: from } as object), // its types are a browser's
    });
    try {
      return await new Promise((resolve, reject) => {
        socket.on("connect_error", reject);
        const asked = { protocol: PROTOCOL_VERSION, room: null, ...message };
        socket.emit("hello", asked, (answer: Ack) => resolve(answer));
      });
    } finally {
      socket.disconnect();
    }
  }

  test.each(["websocket", "polling"])("a page of the public address joins by %s", async (way) => {
    const answer = await hello(way, `https://localhost:${port}`, { role: "volunteer" });
    expect(answer.ok).toBe(true);
    await expect(hello(way, "https://evil.example", { role: "volunteer" })).rejects.toThrow();
  });

  test("headers arrive as they were sent, and /metrics stays inside", async () => {
    const { headers } = await ask("/api/room");
    expect(headers["cross-origin-embedder-policy"]).toBe("require-corp");
    expect((await ask("/metrics")).status).toBe(404);
  });

  test("limits are by the address that nginx saw, whatever a stranger writes", async () => {
    const guess = async (from: string, written: number) => {
      const message = { role: "host", hostKey: "x".repeat(32) };
      const how = { from, written: `198.51.100.${written}` };
      const answer = await hello("websocket", `https://localhost:${port}`, message, how);
      return answer.ok ? "ok" : answer.error.code;
    };
    for (let i = 0; i < 10; i++) expect(await guess("127.0.0.2", i)).toBe("room/host-key");
    expect(await guess("127.0.0.2", 10)).toBe("room/host-locked");
    expect(await guess("127.0.0.3", 10)).toBe("room/host-key");
  });
});
