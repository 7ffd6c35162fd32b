import {
  createConnection,
  createServer,
  type AddressInfo,
  type Server,
  type Socket,
} from "node:net";

import { afterEach, beforeEach, expect, test } from "vitest";

import { FaultProxy } from "./proxy.ts";

let target: Server;
let proxy: FaultProxy;
/** What the far side has seen. */
let far: Socket[];
let arrived: number[];
const farEnds = () => far.filter(({ destroyed }) => destroyed).length;

beforeEach(async () => {
  [far, arrived] = [[], []];
  target = createServer((socket) => {
    far.push(socket);
    socket.on("data", (part) => {
      arrived.push(part.length);
      socket.write(part);
    });
    socket.on("error", () => undefined); // resets are seen as the end
  });
  await new Promise<void>((resolve) => target.listen(0, "127.0.0.1", resolve));
  proxy = await FaultProxy.open((target.address() as AddressInfo).port);
});
afterEach(async () => {
  await proxy.close();
  for (const socket of far) socket.destroy();
  await new Promise((resolve) => target.close(resolve));
});

interface Line {
  socket: Socket;
  echoed: () => number;
  ended: Promise<string>;
}

function connect(): Promise<Line> {
  return new Promise((resolve) => {
    let [bytes, code] = [0, "end"];
    const socket = createConnection(proxy.port, "127.0.0.1");
    socket.on("data", (part) => (bytes += part.length));
    socket.on("error", (error: NodeJS.ErrnoException) => (code = error.code ?? ""));
    const ended = new Promise<string>((end) => socket.on("close", () => end(code)));
    const line = { socket, echoed: () => bytes, ended };
    socket.on("connect", () => resolve(line));
    void ended.then(() => resolve(line));
  });
}

test("without a fault everything passes, both ways, and an end is told", async () => {
  const { socket, echoed, ended } = await connect();
  socket.end(Buffer.alloc(500_000));
  await ended;
  expect([echoed(), proxy.up, proxy.opened, farEnds()]).toEqual([500_000, 500_000, 1, 1]);
});

test("latency: what is sent comes later, and whole", async () => {
  proxy.set({ kind: "latency", ms: 60 });
  const { socket, echoed } = await connect();
  const startedMs = performance.now();
  socket.write("x");
  await expect.poll(echoed).toBe(1);
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(115); // there and back
});

test("bandwidth: a slow line takes its time", async () => {
  proxy.set({ kind: "bandwidth", bytesPerSecond: 100_000 });
  const { socket } = await connect();
  const startedMs = performance.now();
  socket.write(Buffer.alloc(20_000));
  await expect.poll(() => arrived.reduce((sum, n) => sum + n, 0), { timeout: 10_000 }).toBe(20_000);
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(170);
});

test("reset: connections end with a reset, new ones too, until all is well again", async () => {
  const { ended } = await connect();
  await expect.poll(() => far.length).toBe(1);
  proxy.set({ kind: "reset" });
  expect(await ended).toBe("ECONNRESET");
  expect(["ECONNRESET", "end"]).toContain(await (await connect()).ended);
  proxy.set(null);
  const { socket, echoed } = await connect();
  socket.write("x");
  await expect.poll(echoed).toBe(1);
});

test("blackhole: nothing comes through, nobody is told, and afterwards it all comes", async () => {
  const { socket, echoed } = await connect();
  await expect.poll(() => far.length).toBe(1);
  proxy.set({ kind: "blackhole" });
  socket.write("x");
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([arrived, farEnds()]).toEqual([[], 0]);
  proxy.set(null);
  await expect.poll(echoed).toBe(1);
});

test("slice: what is sent arrives in parts", async () => {
  proxy.set({ kind: "slice", bytes: 10 });
  const { socket, echoed } = await connect();
  socket.write(Buffer.alloc(100));
  await expect.poll(echoed).toBe(100);
  expect(proxy.up).toBe(100);
});

test("half-open: the client is gone, and the other side is told when it is over", async () => {
  const { ended } = await connect();
  await expect.poll(() => far.length).toBe(1);
  proxy.set({ kind: "half-open" });
  await ended;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(farEnds()).toBe(0);
  proxy.set(null);
  await expect.poll(farEnds).toBe(1);
});

test("slow-close: an end is told later", async () => {
  proxy.set({ kind: "slow-close", ms: 80 });
  const { socket, ended } = await connect();
  await expect.poll(() => far.length).toBe(1);
  const startedMs = performance.now();
  socket.end();
  await ended;
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(75);
});

test("limit: a connection ends after so many bytes", async () => {
  proxy.set({ kind: "limit", bytes: 1_000 });
  const { socket, ended } = await connect();
  socket.write(Buffer.alloc(5_000));
  await ended;
  expect(proxy.up).toBe(1_000);
});

test("a cut comes at its byte, once, and that byte arrives", async () => {
  proxy.cutAfter(70_001);
  const { socket, ended } = await connect();
  socket.write(Buffer.alloc(200_000));
  await ended;
  await expect.poll(() => arrived.reduce((sum, n) => sum + n, 0)).toBe(70_001);
  const { socket: second, echoed } = await connect();
  second.write(Buffer.alloc(200_000));
  await expect.poll(echoed, { timeout: 10_000 }).toBe(200_000);
});
