// Connections that do not read what is sent to them. What they leave waits in our memory, so each
// second they are looked at, and ended by force: a polite goodbye would wait as well.

import type { Socket } from "socket.io";

export type Connection = Socket["conn"];

/** What one connection may leave unread before it is ended. */
export const MAX_UNREAD_PACKETS = 512;

/** What it may leave unread and still ask for more. One answer alone may be larger: a long log. */
export const MAX_UNREAD_BYTES = 2 * 1024 * 1024;

/** Time without a packet taken off us: this, and more for what is large. */
const PATIENCE_MS = 10_000;
const SLOWEST_BYTES_PER_MS = 16;

/** Never more: what lies unread grows while a run goes on, and the heartbeat would end it as well. */
const MOST_PATIENCE_MS = 45_000;

/** The parts of a connection that its types hide. */
interface Insides {
  writeBuffer: { data?: string | Buffer }[];
  transport: { writable: boolean; socket?: { bufferedAmount: number; terminate(): void } };
}

interface Unread {
  packets: number;
  bytes: number;
}

/** What was sent to it and lies in our memory still. */
export function unreadOf(conn: Connection): Unread {
  const { writeBuffer, transport } = conn as unknown as Insides;
  const waiting = writeBuffer.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
  return { packets: writeBuffer.length, bytes: waiting + (transport.socket?.bufferedAmount ?? 0) };
}

/** It asks for more while it leaves too much unread. */
export function isFull(conn: Connection): boolean {
  const { packets, bytes } = unreadOf(conn);
  return packets > MAX_UNREAD_PACKETS || bytes > MAX_UNREAD_BYTES;
}

/** Ends a connection without waiting for what it has not read. Its page may connect again. */
export function endNow(conn: Connection): void {
  const { socket } = (conn as unknown as Insides).transport;
  conn.close(true);
  socket?.terminate();
}

/** Looks at every connection; `look` is called each second. */
export class SlowReaders {
  readonly #now: () => number;
  /** When the transport of a connection was last ready, ms. */
  readonly #readyMs = new WeakMap<Connection, number>();
  readonly #closing = new WeakSet<Connection>();

  /** @param now milliseconds of a clock that does not jump back */
  constructor(now: () => number) {
    this.#now = now;
  }

  look(connections: Iterable<Connection>): void {
    for (const conn of connections) {
      if (this.#isTooSlow(conn)) endNow(conn);
    }
  }

  #isTooSlow(conn: Connection): boolean {
    if (conn.readyState === "closing") {
      if (this.#closing.has(conn)) return true; // a whole second to say goodbye
      this.#closing.add(conn);
    }
    const { transport } = conn as unknown as Insides;
    const readyMs = this.#readyMs.get(conn) ?? this.#now();
    const isIdle = transport.writable || transport.socket === undefined; // a poll that is not asked for
    this.#readyMs.set(conn, isIdle ? this.#now() : readyMs);
    const { packets, bytes } = unreadOf(conn);
    const allowedMs = Math.min(PATIENCE_MS + bytes / SLOWEST_BYTES_PER_MS, MOST_PATIENCE_MS);
    return packets > MAX_UNREAD_PACKETS || (!isIdle && this.#now() - readyMs > allowedMs);
  }
}
