// A TCP proxy on this machine that does to connections what networks do. The kinds are those of
// Shopify's toxiproxy, as a part of this process.

import {
  createConnection,
  createServer,
  type AddressInfo,
  type Server,
  type Socket,
} from "node:net";

import { pause } from "../wait.ts";
import type { Fault } from "./fault.ts";

/** How often something that waits looks again, milliseconds. */
const LOOK_MS = 5;

interface Pair {
  client: Socket;
  server: Socket;
  /** Bytes that went through, both ways. */
  bytes: number;
}

export class FaultProxy {
  readonly #server: Server;
  readonly #target: number;
  readonly #pairs = new Set<Pair>();
  #fault: Fault | null = null;
  /** Bytes from clients until all connections are reset; null: no cut is planned. */
  #cutAfter: number | null = null;
  /** Connections that were opened. */
  opened = 0;
  /** Bytes that clients sent. */
  up = 0;

  private constructor(target: number) {
    this.#target = target;
    this.#server = createServer({ allowHalfOpen: true }, (client) => this.#accept(client));
  }

  /** @param target port on this machine */
  static async open(target: number): Promise<FaultProxy> {
    const proxy = new FaultProxy(target);
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** From now on, for connections that are open and those to come; null: all is well again. */
  set(fault: Fault | null): void {
    this.#fault = fault;
    for (const pair of this.#pairs) {
      if (fault?.kind === "reset") reset(pair);
      if (fault?.kind === "half-open") pair.client.destroy();
      if (fault === null && pair.client.destroyed) pair.server.destroy();
    }
  }

  /** All connections are reset when clients have sent so many bytes more; once. */
  cutAfter(bytes: number): void {
    this.#cutAfter = bytes;
  }

  async close(): Promise<void> {
    for (const pair of this.#pairs) reset(pair);
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #accept(client: Socket): void {
    this.opened += 1;
    client.on("error", () => undefined); // a reset is what proxies are for
    if (this.#fault?.kind === "reset") return void client.resetAndDestroy();
    const server = createConnection({ port: this.#target, host: "127.0.0.1", allowHalfOpen: true });
    server.on("error", () => client.resetAndDestroy());
    const pair = { client, server, bytes: 0 };
    this.#pairs.add(pair);
    server.on("close", () => this.#pairs.delete(pair));
    server.once("connect", () => {
      void this.#pump(pair, client, server);
      void this.#pump(pair, server, client);
    });
  }

  /** Carries one direction until its end. */
  async #pump(pair: Pair, from: Socket, to: Socket): Promise<void> {
    try {
      const chunks = from.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
      for await (const chunk of chunks) {
        await this.#carry(pair, to, chunk);
      }
    } catch {
      // one side was reset: the other one is told below
    }
    await this.#finish(pair, from, to);
  }

  async #carry(pair: Pair, to: Socket, chunk: Buffer): Promise<void> {
    for (let at = 0; at < chunk.length && !to.destroyed;) {
      while (this.#fault?.kind === "blackhole") await pause(LOOK_MS);
      const fault = this.#fault;
      const isUp = to === pair.server;
      const limit = (isUp ? this.#cutAfter : null) ?? Infinity;
      const piece = chunk.subarray(at, at + Math.min(limit, pieceBytes(fault)));
      at += piece.length;
      pair.bytes += piece.length;
      const delay = delayMs(fault, piece.length);
      if (delay > 0) await pause(delay);
      if (!to.destroyed && !to.write(piece)) await drained(to);
      if (isUp) await this.#count(piece.length);
      if (fault?.kind === "limit" && pair.bytes >= fault.bytes) reset(pair);
    }
  }

  async #count(bytes: number): Promise<void> {
    this.up += bytes;
    if (this.#cutAfter === null || (this.#cutAfter -= bytes) > 0) return;
    this.#cutAfter = null;
    await pause(LOOK_MS); // what was let through arrives before the end does
    for (const pair of this.#pairs) reset(pair);
  }

  async #finish(pair: Pair, from: Socket, to: Socket): Promise<void> {
    while (this.#fault?.kind === "half-open" && from === pair.client) await pause(LOOK_MS);
    if (this.#fault?.kind === "slow-close") await pause(this.#fault.ms);
    if (from.errored) to.destroy();
    else if (!to.destroyed) to.end();
  }
}

function reset({ client, server }: Pair): void {
  client.resetAndDestroy();
  server.resetAndDestroy();
}

/** 20 ms of a slow line at a time. */
function pieceBytes(fault: Fault | null): number {
  if (fault?.kind === "bandwidth") return Math.max(1, Math.floor(fault.bytesPerSecond / 50));
  if (fault?.kind === "slice") return fault.bytes;
  return fault?.kind === "limit" ? fault.bytes : Infinity;
}

function delayMs(fault: Fault | null, bytes: number): number {
  if (fault?.kind === "latency") return fault.ms;
  return fault?.kind === "bandwidth" ? (1000 * bytes) / fault.bytesPerSecond : 0;
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once("drain", resolve);
    socket.once("close", resolve);
  });
}
