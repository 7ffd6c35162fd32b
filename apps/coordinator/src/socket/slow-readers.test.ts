import { expect, test, vi } from "vitest";

import { isFull, MAX_UNREAD_BYTES, SlowReaders, type Connection } from "./slow-readers.ts";

/** A connection whose transport is busy, with so much unread. */
function connection({ isIdle = false, bytes = 0, packets = 0, state = "open" } = {}) {
  const terminate = vi.fn();
  const conn = {
    readyState: state,
    writeBuffer: Array.from({ length: packets }, () => ({ data: "x" })),
    transport: { writable: isIdle, socket: { bufferedAmount: bytes, terminate } },
    close: vi.fn(),
  };
  return { conn: conn as unknown as Connection, raw: conn, terminate };
}

test("who reads nothing is ended after ten seconds, with what waits for it", () => {
  let nowMs = 0;
  const readers = new SlowReaders(() => nowMs);
  const { conn, raw, terminate } = connection();
  readers.look([conn]);
  nowMs = 9_999;
  readers.look([conn]);
  expect(terminate).not.toHaveBeenCalled();
  nowMs = 10_001;
  readers.look([conn]);
  expect(raw.close).toHaveBeenCalledWith(true);
  expect(terminate).toHaveBeenCalledOnce();
});

test("a large answer on a slow line has its time, and who reads starts afresh", () => {
  let nowMs = 0;
  const readers = new SlowReaders(() => nowMs);
  const slow = connection({ bytes: 400_000 }); // 25 s at 16 kB a second
  const other = connection();
  readers.look([slow.conn, other.conn]);
  nowMs = 9_000;
  other.raw.transport.writable = true;
  readers.look([slow.conn, other.conn]);
  other.raw.transport.writable = false;
  nowMs = 18_000;
  readers.look([slow.conn, other.conn]);
  expect([slow.terminate, other.terminate].map((end) => end.mock.calls.length)).toEqual([0, 0]);
  nowMs = 35_001;
  readers.look([slow.conn]);
  expect(slow.terminate).toHaveBeenCalledOnce();
});

test("no answer is so large that it may wait for a minute", () => {
  let nowMs = 0;
  const readers = new SlowReaders(() => nowMs);
  const { conn, terminate } = connection({ bytes: 16_000_000 });
  readers.look([conn]);
  nowMs = 44_999;
  readers.look([conn]);
  expect(terminate).not.toHaveBeenCalled();
  nowMs = 45_001;
  readers.look([conn]);
  expect(terminate).toHaveBeenCalledOnce();
});

test("who leaves too much unread may not ask for more, and is ended for too many packets", () => {
  expect(isFull(connection({ bytes: MAX_UNREAD_BYTES }).conn)).toBe(false);
  expect(isFull(connection({ bytes: MAX_UNREAD_BYTES + 1 }).conn)).toBe(true);
  expect(isFull(connection({ packets: 513 }).conn)).toBe(true);
  const { conn, terminate } = connection({ isIdle: true, packets: 513 });
  new SlowReaders(() => 0).look([conn]);
  expect(terminate).toHaveBeenCalledOnce();
});

test("a goodbye may take a second", () => {
  const readers = new SlowReaders(() => 0);
  const { conn, terminate } = connection({ isIdle: true, state: "closing" });
  readers.look([conn]);
  expect(terminate).not.toHaveBeenCalled();
  readers.look([conn]);
  expect(terminate).toHaveBeenCalledOnce();
});
