import type { IncomingMessage } from "node:http";
import { setImmediate as nextTurn } from "node:timers/promises";

import { expect, test } from "vitest";

import { Arrivals } from "./arrivals.ts";
import { Crowd, socketLimits } from "./crowd.ts";

const from = (remoteAddress: string, destroyed = false) =>
  ({ socket: { remoteAddress, destroyed } }) as IncomingMessage;

/** As many requests as `times` that come in one turn, and those of them that are let in. */
function arrivals(limit: number) {
  let open = 0;
  const arriving = new Arrivals({
    limit,
    open: () => open,
    crowd: new Crowd({ ...socketLimits, open: 5 }, () => 0),
    addressOf: ({ socket }) => socket.remoteAddress ?? "",
  });
  const come = (address: string, times: number) =>
    Array.from({ length: times }, () => from(address)).filter((each) => arriving.admit(each));
  const begin = (request: IncomingMessage) => {
    open += 1;
    const leave = arriving.opened(request);
    return () => {
      open -= 1;
      leave();
    };
  };
  return { arriving, come, begin };
}

test("those that come in one turn are no more than may be open", async () => {
  const { come, begin } = arrivals(10);
  const opened = come("127.0.0.1", 8).map(begin);
  expect(come("127.0.0.1", 16)).toHaveLength(2);
  await nextTurn(); // those two have not opened theirs
  const last = come("127.0.0.1", 16).map(begin);
  expect(last).toHaveLength(2);
  await nextTurn();
  expect(come("127.0.0.1", 16)).toHaveLength(0);
  [...opened, ...last].forEach((leave) => leave());
  expect(come("127.0.0.1", 16)).toHaveLength(10);
});

test("nor are those of one address", async () => {
  const { come, begin } = arrivals(100);
  const [first, ...others] = come("192.0.2.1", 16);
  expect(others).toHaveLength(4);
  expect(come("192.0.2.2", 16)).toHaveLength(5);
  const leave = begin(first!);
  await nextTurn();
  expect(come("192.0.2.1", 16)).toHaveLength(4);
  await nextTurn();
  leave();
  expect(come("192.0.2.1", 16)).toHaveLength(5);
});

test("a connection that was lost while it waited takes no place", () => {
  const { arriving, come } = arrivals(1);
  expect(arriving.admit(from("192.0.2.1", true))).toBe(false);
  expect(come("192.0.2.1", 2)).toHaveLength(1);
});
