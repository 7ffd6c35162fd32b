// Connections that take more than their share, against a real server.

import { PROTOCOL_VERSION } from "@spikefed/protocol";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import WebSocket from "ws";

import {
  closed,
  ended,
  heardOf,
  openRaw,
  openTcp,
  openWebSocket,
  textFrame,
} from "../testing/raw-socket.ts";
import { testBench, type TestBench } from "../testing/test-coordinator.ts";
import { faultRate, rates } from "./limits.ts";

let bench: TestBench;
beforeAll(async () => void (bench = await testBench()));
afterAll(() => bench.close());

const port = () => bench.coordinator.port;
const hello = `420["hello",{"protocol":${PROTOCOL_VERSION},"role":"watch","room":null}]`;

/** Messages that a connection was sent, but for the heartbeat. */
function heard(socket: WebSocket): string[] {
  const texts: string[] = [];
  socket.on("message", (data: Buffer) => {
    if (data.toString() !== "2") texts.push(data.toString());
  });
  return texts;
}

test("a thousand greetings at once make one socket, and end the connection", async () => {
  const socket = await openWebSocket(port());
  const texts = heard(socket);
  const { _socket: tcp } = socket as unknown as { _socket: NodeJS.WritableStream };
  tcp.write(Buffer.concat(Array.from({ length: 1_000 }, () => textFrame("40"))));
  await closed(socket);
  expect(texts.filter((text) => text.startsWith("40")).length).toBeLessThanOrEqual(1);
});

test("who says goodbye cannot greet again for new limits, nor idle behind none", async () => {
  const socket = await openRaw(port(), [hello]);
  await heardOf(socket, "430");
  socket.send("41");
  await closed(socket);
});

test("200 connections that announce ten attachments are ended, and hold nothing", async () => {
  const sockets = await Promise.all(
    Array.from({ length: 200 }, () =>
      openRaw(port(), ['4510-["upload-chunk",{}]', Buffer.alloc(60_000)]),
    ),
  );
  await Promise.all(sockets.map(closed));
});

test("an attachment that nobody announced, and text in the place of one, end the connection", async () => {
  for (const frames of [[Buffer.alloc(10)], ['451-["upload-chunk",{}]', hello]]) {
    await closed(await openRaw(port(), frames));
  }
});

test("16 connections that send as fast as they can are cut, and an honest one is answered meanwhile", async () => {
  const honest = await bench.host();
  const flooders = await Promise.all(Array.from({ length: 16 }, () => openRaw(port(), [hello])));
  const sent = flooders.map((socket) => {
    let count = 0;
    const more = () => {
      for (let i = 0; i < 50 && socket.readyState === WebSocket.OPEN; i++, count++) {
        socket.send('42["leave",{}]');
      }
      if (socket.readyState === WebSocket.OPEN) setImmediate(more);
    };
    more();
    return () => count;
  });
  const code = honest.refusal("host", { command: "pause" });
  await Promise.all(flooders.map(closed));
  expect(await code).toBe("room/phase");
  expect(sent.reduce((sum, count) => sum + count(), 0)).toBeGreaterThan(
    16 * (faultRate.burst + rates.leave.burst),
  );
});

test("WebSocket pings are not answered: their answers would wait for who does not read", async () => {
  const socket = await openRaw(port(), [hello]);
  const pong = vi.fn();
  socket.on("pong", pong);
  for (let i = 0; i < 1_000; i++) socket.ping(Buffer.alloc(100));
  socket.send('421["leave",{}]');
  await heardOf(socket, "431");
  expect(pong).not.toHaveBeenCalled();
  socket.terminate();
});

test("a message in ten thousand fragments is not put together", async () => {
  const socket = await openRaw(port());
  for (let i = 0; i < 10_000 && socket.readyState === WebSocket.OPEN; i++) {
    socket.send("4", { fin: false });
  }
  await closed(socket);
});

test.each([
  [
    "of another path",
    "GET /other HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
  ],
  [
    "of no protocol we know",
    "GET /socket.iox HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
  ],
  ["a tunnel", "CONNECT other:443 HTTP/1.1\r\nHost: x\r\n\r\n"],
])("200 upgrades %s are ended at once, not kept open", async (_, text) => {
  const sockets = await Promise.all(Array.from({ length: 200 }, () => openTcp(port(), text)));
  await Promise.all(sockets.map(ended));
});

test.each([
  ["a POST to a route", "POST /api/room HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\na"],
  [
    "a GET with a body",
    "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n",
  ],
  [
    "a poll without a connection",
    "POST /socket.io/?EIO=4&transport=polling&sid=none HTTP/1.1\r\nHost: x\r\nContent-Length: 500000\r\n\r\na",
  ],
])("200 bodies that never come are not waited for: %s", async (_, text) => {
  const sockets = await Promise.all(Array.from({ length: 200 }, () => openTcp(port(), text)));
  await Promise.all(sockets.map(ended));
});

test("upgrades and bodies that break off with a reset end nothing", async () => {
  for (const path of ["/other", "/socket.io/?EIO=4&transport=websocket", "/socket.io/?EIO=3"]) {
    const head = `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n`;
    for (let i = 0; i < 50; i++) (await openTcp(port(), `${head}\r\n`)).resetAndDestroy();
  }
  expect((await fetch(`http://127.0.0.1:${port()}/healthz`)).status).toBe(200);
});

test.runIf(process.platform === "linux")(
  "one address opens 240 connections, and others theirs",
  async () => {
    const from = (localAddress: string) =>
      openWebSocket(port(), { localAddress }).catch(() => null);
    const flood = await Promise.all(Array.from({ length: 260 }, () => from("127.0.0.9")));
    expect(flood.filter((socket) => socket !== null)).toHaveLength(240);
    const other = await from("127.0.0.10");
    expect(other).not.toBeNull();
    for (const socket of [...flood, other]) socket?.terminate();
  },
);
