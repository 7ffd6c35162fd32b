// Who may speak to the server from a browser: each Origin by each transport and method.

import { request } from "node:http";

import { afterAll, beforeAll, expect, test } from "vitest";

import { openWebSocket } from "../testing/raw-socket.ts";
import { testBench, type TestBench } from "../testing/test-coordinator.ts";

let bench: TestBench;
beforeAll(async () => void (bench = await testBench()));
afterAll(() => bench.close());

const port = () => bench.coordinator.port;

/** By the words of the Origin header; null: programs, which send none. */
const origins: [() => string | null, boolean][] = [
  [() => null, true],
  [() => `http://127.0.0.1:${port()}`, true],
  [() => `https://127.0.0.1:${port()}`, true], // behind a proxy that adds TLS
  [() => `http://localhost:${port()}`, false],
  [() => `http://127.0.0.1:${port() + 1}`, false],
  [() => "http://evil.example", false],
  [() => `http://evil.example:${port()}`, false],
  [() => `http://127.0.0.1:${port()}.evil.example`, false],
  [() => "null", false],
  [() => "file://", false],
  [() => `ws://127.0.0.1:${port()}`, false],
  [() => "", false],
];

type Answer = { status: number; headers: Record<string, unknown>; body: string };

function ask(method: string, path: string, origin: string | null, body = ""): Promise<Answer> {
  const headers = origin === null ? {} : { origin };
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port: port(), method, path, headers, agent: false };
    const sent = request(options, (got) => {
      let text = "";
      got.setEncoding("utf8").on("data", (part: string) => (text += part));
      got.on("end", () =>
        resolve({ status: got.statusCode ?? 0, headers: got.headers, body: text }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

const polling = "/socket.io/?EIO=4&transport=polling";

async function poll(origin: string | null): Promise<boolean> {
  return (await ask("GET", polling, origin)).status === 200;
}

/** A later request of a connection that is open: POST of a packet, or GET of what waits. */
async function goOn(method: "GET" | "POST", origin: string | null): Promise<boolean> {
  const { body } = await ask("GET", polling, null);
  const { sid } = JSON.parse(body.slice(1)) as { sid: string };
  if (method === "GET") await ask("POST", `${polling}&sid=${sid}`, null, "40");
  return (
    (await ask(method, `${polling}&sid=${sid}`, origin, method === "POST" ? "40" : "")).status ===
    200
  );
}

async function webSocket(origin: string | null): Promise<boolean> {
  try {
    const socket = await openWebSocket(port(), origin === null ? {} : { headers: { origin } });
    socket.terminate();
    return true;
  } catch {
    return false; // refused before it was open
  }
}

const ways: [string, (origin: string | null) => Promise<boolean>][] = [
  ["a first poll", poll],
  ["a later poll", (origin) => goOn("GET", origin)],
  ["a packet by POST", (origin) => goOn("POST", origin)],
  ["a WebSocket", webSocket],
  ["a page", async (origin) => (await ask("GET", "/api/room", origin)).status === 200],
];

test.each(ways)("%s is for our own pages and for programs, of 12 origins", async (_, way) => {
  for (const [origin, isAllowed] of origins) {
    expect([origin(), await way(origin())]).toEqual([origin(), isAllowed]);
  }
});

test("no answer invites other sites: not to a preflight, nor to what is allowed", async () => {
  for (const path of ["/api/room", polling, "/report"]) {
    for (const method of ["OPTIONS", "PUT", "DELETE", "PATCH", "POST"]) {
      expect((await ask(method, path, null)).status, `${method} ${path}`).toBeGreaterThanOrEqual(
        400,
      );
    }
    const { headers } = await ask("GET", path, `http://127.0.0.1:${port()}`);
    expect(Object.keys(headers).join()).not.toContain("access-control");
    expect(headers["cross-origin-resource-policy"]).toBe("same-origin");
  }
});

test("a script tag of another site cannot poll: it sends no Origin, and is refused for its callback", async () => {
  const { body } = await ask("GET", polling, null);
  const { sid } = JSON.parse(body.slice(1)) as { sid: string };
  for (const path of [
    `${polling}&j=0`,
    `${polling}&j=0&sid=${sid}`,
    `${polling}&j`,
    `${polling}&%6a=1`,
  ]) {
    const answer = await ask("GET", path, null);
    expect([path, answer.status]).toEqual([path, 400]);
    expect(answer.body).not.toContain("___eio");
  }
});
