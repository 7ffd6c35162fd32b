// What waits for its turn: it is not cut off for that, and nothing of it remains when it is lost.

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";

import { PROTOCOL_VERSION } from "@spikefed/protocol";
import { afterEach, expect, test, vi } from "vitest";

import { House } from "../house/house.ts";
import { direct } from "../http/serving.ts";
import { manualClock } from "../testing/manual-clock.ts";
import { closed, heardOf, openRaw, openTcp, openWebSocket } from "../testing/raw-socket.ts";
import { testBench } from "../testing/test-coordinator.ts";
import { HELLO_MS } from "./limits.ts";
import { openSocketServer } from "./socket-server.ts";
import { Turnstile } from "./turnstile.ts";

const endings: (() => unknown)[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const end of endings.splice(0)) await end();
});

/** From now on nobody passes a turnstile until `open` is called. */
function holdTurnstiles() {
  const waiting: (() => void)[] = [];
  const pass = vi
    .spyOn(Turnstile.prototype, "pass")
    .mockImplementation(() => new Promise((resolve) => waiting.push(resolve)));
  const come = (count = 1) => vi.waitFor(() => expect(waiting).toHaveLength(count));
  const open = () => {
    pass.mockRestore();
    waiting.forEach((resolve) => resolve());
    return nextTurn();
  };
  return { come, open };
}

async function served(connections: number): Promise<{ server: Server; port: number }> {
  const server = createServer();
  const sockets = openSocketServer(server, { serving: { ...direct, connections } });
  sockets.serve(new House(() => 0));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  endings.push(() => sockets.close());
  return { server, port: (server.address() as AddressInfo).port };
}

async function withClock() {
  const clock = manualClock();
  const bench = await testBench({ clock, inviteOnly: true });
  endings.push(() => bench.close());
  return { clock, bench };
}

const hello = (role: string) =>
  `420["hello",{"protocol":${PROTOCOL_VERSION},"role":"${role}","room":null}]`;

test("20 that come at once open as many connections as may be open", async () => {
  const { port } = await served(5);
  const { come, open } = holdTurnstiles();
  const opening = Array.from({ length: 20 }, () => openWebSocket(port).catch(() => null));
  await come(20);
  await open();
  const opened = (await Promise.all(opening)).filter((socket) => socket !== null);
  expect(opened).toHaveLength(5);
});

test.each([
  ["poll", "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\n\r\n"],
  [
    "WebSocket",
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n" +
      "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
  ],
])("a %s that breaks off before its turn takes no place", async (_, text) => {
  const { server, port } = await served(1);
  const { come, open } = holdTurnstiles();
  const lost = new Promise<void>((resolve) => {
    server.once("connection", (socket) => {
      socket.on("error", () => undefined).once("close", () => resolve());
    });
  });
  const tcp = await openTcp(port, text);
  await come();
  tcp.resetAndDestroy();
  await lost;
  await open();
  const next = await openWebSocket(port); // the only place is free
  next.terminate();
});

test("a hello that is lost before its turn leaves nobody behind, in the room or at its door", async () => {
  const { bench } = await withClock();
  const client = bench.client();
  await vi.waitFor(() => expect(client.socket.connected).toBe(true));
  const noticed = new Promise<void>((resolve) => {
    const disconnect = House.prototype.disconnect;
    vi.spyOn(House.prototype, "disconnect").mockImplementation(function (this: House, link) {
      disconnect.call(this, link);
      resolve();
    });
  });
  const { come, open } = holdTurnstiles();
  void client.hello().catch(() => undefined); // nobody is answered
  await come();
  client.close();
  await noticed;
  await open();
  const { run, door } = bench.coordinator.room;
  expect(door.facts().waiting).toEqual([]);
  expect(run.members.roster()).toEqual([]);
});

test("who says nothing is cut off, who waits for the answer to its hello is not", async () => {
  const { clock, bench } = await withClock();
  const { port } = bench.coordinator;
  const [silent, patient] = [await openRaw(port), await openRaw(port)];
  const { come, open } = holdTurnstiles();
  const answered = heardOf(patient, "430");
  patient.send(hello("watch"));
  await come();
  clock.advance(2 * HELLO_MS);
  await closed(silent);
  await open();
  expect(await answered).toContain('"ok":true');
  patient.terminate();
});
