// Broken frames against a real server: every one must leave it alive and answering.

import { createConnection } from "node:net";

import { clientEvents, PROTOCOL_VERSION } from "@spikefed/protocol";
import { io } from "socket.io-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import WebSocket from "ws";

import { testBench, type TestBench } from "../testing/test-coordinator.ts";

let bench: TestBench;
const faults: unknown[] = [];
const onFault = (error: unknown) => void faults.push(error);

beforeAll(async () => {
  process.on("uncaughtException", onFault);
  process.on("unhandledRejection", onFault);
  bench = await testBench();
});
afterAll(async () => {
  await bench.close();
  process.off("uncaughtException", onFault);
  process.off("unhandledRejection", onFault);
});

/** Xorshift32: a failing seed can be tried again. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const OTHER_EVENTS = ["join", "error", "__proto__", "constructor", "toString", ""];
const VALUES = [
  ...["null", "{}", "[]", "1", '"x"', "true", "1e999", '{"__proto__":{"a":1}}', "-0"],
  '{"protocol":1,"role":"volunteer","room":null}',
  '{"protocol":1,"role":"host","room":null,"hostKey":"x"}',
  '{"protocol":1,"role":"volunteer","room":null,"name":"\u202e"}',
  '{"_placeholder":true,"num":0}',
  '{"_placeholder":true,"num":99}',
  `"${"y".repeat(5000)}"`,
  `${"[".repeat(500)}${"]".repeat(500)}`,
];

function frame(pick: (below: number) => number): string | Buffer {
  const any = (list: readonly string[]) => list[pick(list.length)] ?? "";
  const event = JSON.stringify(any(pick(3) ? clientEvents : OTHER_EVENTS));
  const body = `[${event},${any(VALUES)}]`;
  switch (pick(9)) {
    case 0:
      return Buffer.from([pick(256), pick(256), pick(256)]);
    case 1:
      return `4${String.fromCharCode(32 + pick(90))}{bad`;
    case 2:
      return `45${pick(12)}-${body}`;
    case 3:
      return `451-${pick(99)}["upload-chunk",{"updateId":"aaaaaaaa","offset":0,"data":${any(VALUES)}}]`;
    case 4:
      return `43${pick(99)}[null]`;
    case 5:
      return `42/other,${body}`;
    case 6:
      return `42${pick(1000)}${body.slice(0, pick(body.length))}`;
    case 7:
      return `42${pick(1000)}${body}`;
    default:
      return `42${body}`;
  }
}

/** One connection that sends `count` frames, or as many as it may. */
function attack(port: number, count: number, pick: (below: number) => number): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
    let sent = 0;
    socket.on("open", () => {
      socket.send("40");
      const next = () => {
        if (sent >= count || socket.readyState !== WebSocket.OPEN) return socket.close();
        socket.send(frame(pick));
        sent += 1;
        setImmediate(next);
      };
      next();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(sent));
  });
}

test("2,000 broken frames end no process and nobody else's connection", async () => {
  const { port } = bench.coordinator;
  const honest = bench.client();
  await honest.hello({ role: "watch" });
  const pick = random(20261124);
  let sent = 0;
  while (sent < 2000) sent += await attack(port, 60, pick);
  expect(faults).toEqual([]);
  expect(honest.socket.connected).toBe(true);
  expect((await bench.client().hello({ role: "watch" })).room.protocol).toBe(PROTOCOL_VERSION);
  expect(({} as { a?: unknown }).a).toBeUndefined();
});

test("frames that ended other servers are survived", async () => {
  const { port } = bench.coordinator;
  for (const text of [
    '42["hello",null]',
    '42["join",null]',
    '42["hello",{}]',
    "42[1]",
    '42["a",1]',
  ]) {
    await attack(port, 1, () => 0);
    await new Promise<void>((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
      socket.on("open", () => {
        socket.send("40");
        socket.send(text);
        setTimeout(() => socket.close(), 20);
      });
      socket.on("close", () => resolve());
    });
  }
  expect(faults).toEqual([]);
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
});

test("a packet that announces more than one attachment is cut off", async () => {
  const socket = new WebSocket(
    `ws://127.0.0.1:${bench.coordinator.port}/socket.io/?EIO=4&transport=websocket`,
  );
  const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()));
  socket.on("open", () => {
    socket.send("40");
    socket.send('4510-["upload-chunk",{}]');
  });
  await closed;
});

test("a page of another site cannot connect", async () => {
  const socket = io(`http://127.0.0.1:${bench.coordinator.port}`, {
    transports: ["websocket"],
    reconnection: false,
    extraHeaders: { origin: "http://evil.example" },
  });
  await new Promise<void>((resolve, reject) => {
    socket.on("connect_error", () => resolve());
    socket.on("connect", () => reject(new Error("it connected")));
  });
});

test("an older or newer page is told to reload", async () => {
  const answer = await bench.client().ask("hello", { protocol: 99, anything: true });
  expect(answer).toMatchObject({
    ok: false,
    error: { code: "wire/version", cure: "Reload the page." },
  });
});

test("500 lines whose headers come too slowly are cut off, and an honest one is served meanwhile", async () => {
  const { port } = bench.coordinator;
  const slow = Array.from({ length: 500 }, (_, i) => slowLine(port, i % 2 === 0));
  const shard = (await bench.client().hello()).you!.shard;
  const answer = await fetch(`http://127.0.0.1:${port}/shards/${shard.hash}`);
  expect((await answer.arrayBuffer()).byteLength).toBe(shard.bytes);
  await Promise.all(slow); // after 7 s on a quiet machine
}, 60_000);

/** Resolves when it is cut off; every other one says nothing at all. */
function slowLine(port: number, speaks: boolean): Promise<void> {
  const socket = createConnection(port, "127.0.0.1");
  socket.on("error", () => undefined); // being cut off is what is waited for
  socket.resume();
  if (speaks) socket.write("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ");
  return new Promise((resolve) => socket.on("close", () => resolve()));
}
