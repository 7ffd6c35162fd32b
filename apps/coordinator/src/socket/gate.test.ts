import { SpikefedError, type Ack } from "@spikefed/protocol";
import { expect, test, vi } from "vitest";

import { guard, type Handlers } from "./gate.ts";
import type { Role } from "./limits.ts";

type Listener = (event: unknown, ...args: unknown[]) => void;

function gate(handlers: Partial<Handlers> = {}, role: Role | null = "volunteer") {
  let listener: Listener = () => undefined;
  const drop = vi.fn();
  const onInternal = vi.fn();
  let nowMs = 0;
  let [isGone, isDeaf] = [false, false];
  guard(
    { onAny: (given) => (listener = given) },
    {
      handlers: handlers as Handlers,
      ...{ role: () => role, now: () => nowMs, drop, onInternal },
      isGone: () => isGone,
      isDeaf: () => isDeaf,
    },
  );
  const ask = (event: unknown, ...args: unknown[]) =>
    new Promise<Ack>((resolve) => listener(event, ...args, resolve));
  return {
    listener,
    ask,
    drop,
    onInternal,
    wait: (ms: number) => (nowMs += ms),
    end: () => (isGone = true),
    stopReading: () => (isDeaf = true),
  };
}

const code = (answer: Ack) => (answer.ok ? "ok" : answer.error.code);

test("a handler that throws, rejects or is missing answers and never escapes", async () => {
  const { ask, onInternal } = gate({
    leave: () => {
      throw new TypeError("sync");
    },
    state: () => Promise.reject(new TypeError("async")),
    progress: () => Promise.reject(new SpikefedError("room/session")),
  });
  expect(code(await ask("leave", {}))).toBe("wire/internal");
  expect(code(await ask("state", { state: "ready" }))).toBe("wire/internal");
  expect(code(await ask("training-failed", { round: 1, fact: "x" }))).toBe("wire/internal");
  expect(onInternal).toHaveBeenCalledTimes(3);
});

test("a message without an answer function is handled all the same", async () => {
  const leave = vi.fn(() => ({}));
  const { listener, ask } = gate({ leave });
  listener("leave", {});
  listener("leave", null);
  listener("leave");
  expect(code(await ask("leave", {}))).toBe("ok");
  expect(leave).toHaveBeenCalledTimes(2);
});

test("an answer function that throws does no harm", async () => {
  const { listener, ask } = gate({ leave: () => ({}) });
  listener("leave", {}, () => {
    throw new Error("gone");
  });
  expect(code(await ask("leave", {}))).toBe("ok");
});

test("nothing is taken before hello, and each role only says what it may", async () => {
  expect(code(await gate({}, null).ask("leave", {}))).toBe("wire/no-hello");
  expect(code(await gate({}, "watch").ask("leave", {}))).toBe("wire/not-allowed");
  expect(code(await gate({}, "volunteer").ask("host", { command: "stop" }))).toBe(
    "wire/not-allowed",
  );
});

test("more arguments than one are refused", async () => {
  expect(code(await gate({}).ask("leave", {}, {}))).toBe("wire/invalid");
});

test("too many messages are refused before they are read, and taken again later", async () => {
  const { ask, wait } = gate({ leave: () => ({}) });
  const answers = await Promise.all(Array.from({ length: 7 }, () => ask("leave", {})));
  expect(answers.map(code)).toEqual([
    ...Array<string>(5).fill("ok"),
    "wire/too-fast",
    "wire/too-fast",
  ]);
  wait(1000);
  expect(code(await ask("leave", {}))).toBe("ok");
});

test("a connection that only makes faults is dropped", () => {
  const { listener, drop } = gate();
  for (let i = 0; i < 20; i++) listener(`unknown ${i}`, {});
  expect(drop).not.toHaveBeenCalled();
  listener("__proto__", {});
  expect(drop).toHaveBeenCalledOnce();
});

test("messages of one connection are handled in order", async () => {
  const order: string[] = [];
  const { ask } = gate({
    state: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      order.push("state");
      return {};
    },
    leave: () => {
      order.push("leave");
      return {};
    },
  });
  await Promise.all([ask("state", { state: "ready" }), ask("leave", {})]);
  expect(order).toEqual(["state", "leave"]);
});

test("what waits for its turn when the connection ends is not handled", async () => {
  let finish: (answer: object) => void = () => undefined;
  const state = vi.fn(() => new Promise<object>((resolve) => (finish = resolve)));
  const leave = vi.fn(() => ({}));
  const { listener, ask, end } = gate({ state, leave });
  const first = ask("state", { state: "ready" });
  listener("leave", {});
  await vi.waitFor(() => expect(state).toHaveBeenCalledOnce());
  end();
  finish({});
  await first;
  await new Promise((resolve) => setImmediate(resolve));
  expect(leave).not.toHaveBeenCalled();
});

test("who does not read its answers is dropped, and asks for no more", () => {
  const leave = vi.fn(() => ({}));
  const { listener, drop, stopReading } = gate({ leave });
  stopReading();
  listener("leave", {});
  expect(drop).toHaveBeenCalledOnce();
  expect(leave).not.toHaveBeenCalled();
});
