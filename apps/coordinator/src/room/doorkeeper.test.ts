import { SpikefedError, type ErrorCode } from "@spikefed/protocol";
import { expect, test, vi } from "vitest";

import { Doorkeeper, placeRate, wrongKeyRate } from "./doorkeeper.ts";

const code = (ask: () => void): string => {
  try {
    ask();
    return "ok";
  } catch (error) {
    return error instanceof SpikefedError ? error.code : String(error);
  }
};

test("of 10,000 guessed host keys from one address 10 are compared, and the host comes in meanwhile", () => {
  let nowMs = 0;
  const door = new Doorkeeper(() => nowMs);
  const compare = vi.fn(() => false);
  const answers = Array.from({ length: 10_000 }, () =>
    code(() => door.checkKey("192.0.2.66", compare)),
  );
  expect(compare).toHaveBeenCalledTimes(wrongKeyRate.burst);
  expect(answers.filter((answer) => answer === "room/host-locked")).toHaveLength(9_990);
  const right = () => true;
  expect(code(() => door.checkKey("192.0.2.7", right))).toBe("ok");
  expect(code(() => door.checkKey("192.0.2.66", right))).toBe("room/host-locked");
  nowMs += 60_000;
  expect(code(() => door.checkKey("192.0.2.66", right))).toBe("ok");
});

test("a class of 60 behind one address joins at once, a flood is slowed, others are not", () => {
  let nowMs = 0;
  const door = new Doorkeeper(() => nowMs);
  const join = (address: string, times: number) =>
    Array.from({ length: times }, () => code(() => door.admit(address)));
  expect(new Set(join("192.0.2.1", 60))).toEqual(new Set(["ok"]));
  const flood = join("192.0.2.1", 10_000);
  expect(flood.filter((answer) => answer === "ok")).toHaveLength(placeRate.burst - 60);
  expect(new Set(join("192.0.2.2", 60))).toEqual(new Set(["ok"]));
  nowMs += 5_000;
  expect(join("192.0.2.1", 10).filter((answer) => answer === "ok")).toHaveLength(5);
});

test("devices of one IPv6 network count together", () => {
  const door = new Doorkeeper(() => 0);
  const compare = vi.fn(() => false);
  for (let i = 0; i < 200; i++)
    code(() => door.checkKey(`2001:db8:0:1::${i.toString(16)}`, compare));
  expect(compare).toHaveBeenCalledTimes(wrongKeyRate.burst);
  expect(code(() => door.checkKey("2001:db8:0:2::1", () => true))).toBe("ok");
  const answers = Array.from({ length: 200 }, (_, i) =>
    code(() => door.admit(`2001:db8:0:1::${i.toString(16)}`)),
  );
  expect(answers.filter((answer) => answer === "ok")).toHaveLength(placeRate.burst);
});

test("this machine is not limited: a proxy on it speaks for everybody", () => {
  const door = new Doorkeeper(() => 0);
  for (let i = 0; i < 1000; i++) {
    expect(code(() => door.admit("127.0.0.1"))).toBe("ok");
    expect(code(() => door.checkKey("::1", () => false))).toBe("room/host-key");
  }
  expect(code(() => door.checkKey("::1", () => true))).toBe("ok");
});

test("a refusal that ends by itself says after how many milliseconds, and no other one does", () => {
  const report = (code: ErrorCode) => new SpikefedError(code, { seconds: 3 }).report();
  expect(report("room/too-many-joins").retryAfterMs).toBe(3000);
  expect(report("room/host-locked").retryAfterMs).toBe(3000);
  expect(report("room/full")).not.toHaveProperty("retryAfterMs");
});
