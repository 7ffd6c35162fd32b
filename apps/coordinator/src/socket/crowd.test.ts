import { expect, test } from "vitest";

import { Crowd, socketLimits, tcpLimits } from "./crowd.ts";

function come(crowd: Crowd, address: string, times: number): (() => void)[] {
  return Array.from({ length: times }, () =>
    crowd.mayEnter(address) ? crowd.enter(address) : null,
  ).filter((leave) => leave !== null);
}

test("60 tabs behind one address connect, reload at once, and connect again", () => {
  const crowd = new Crowd(socketLimits, () => 0);
  const pages = new Crowd(tcpLimits, () => 0);
  for (let time = 0; time < 4; time++) {
    const tabs = come(crowd, "192.0.2.1", 60);
    const connections = come(pages, "192.0.2.1", 60 * 7);
    expect([tabs.length, connections.length]).toEqual([60, 420]);
    for (const leave of [...tabs, ...connections]) leave();
  }
});

test("10,000 connections of one address: as many are open as one may have, nobody else is kept out", () => {
  let nowMs = 0;
  const crowd = new Crowd(socketLimits, () => nowMs);
  const flood = come(crowd, "192.0.2.1", 10_000);
  expect(flood).toHaveLength(socketLimits.open);
  expect(come(crowd, "192.0.2.2", 60)).toHaveLength(60);
  flood.forEach((leave) => leave());
  expect(come(crowd, "192.0.2.1", 10_000)).toHaveLength(
    socketLimits.opening.burst - socketLimits.open,
  );
  nowMs += 1000;
  expect(come(crowd, "192.0.2.1", 10_000)).toHaveLength(socketLimits.opening.perSecond);
});

test("this machine is not counted", () => {
  expect(come(new Crowd(socketLimits, () => 0), "127.0.0.1", 5_000)).toHaveLength(5_000);
});
