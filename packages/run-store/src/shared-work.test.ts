import { expect, test } from "vitest";

import { sharedWork } from "./shared-work.ts";

/** Work that ends when it is told to. */
function manual() {
  const begun: { key: string; end: () => void; fail: (error: Error) => void }[] = [];
  const work = (key: string) =>
    new Promise<void>((end, fail) => void begun.push({ key, end, fail }));
  return { begun, share: sharedWork(work) };
}

const turns = async () => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
};

test("calls during a piece of work share the next one, which begins after them", async () => {
  const { begun, share } = manual();
  const done: string[] = [];
  const call = (name: string) => void share("a").then(() => done.push(name));
  call("first");
  call("second");
  call("third");
  expect(begun.length).toBe(1);
  begun[0]?.end();
  await turns();
  expect(done).toEqual(["first"]);
  expect(begun.length).toBe(2);
  call("fourth");
  begun[1]?.end();
  await turns();
  expect(done).toEqual(["first", "second", "third"]);
  expect(begun.length).toBe(3);
  begun[2]?.end();
  await turns();
  expect(done).toEqual(["first", "second", "third", "fourth"]);
  await turns();
  call("fifth");
  expect(begun.length).toBe(4);
});

test("a failure is told to all who had called by then, and a later call begins anew", async () => {
  const { begun, share } = manual();
  const calls = [share("a"), share("a"), share("a")];
  const told = Promise.allSettled(calls);
  begun[0]?.fail(new Error("the disk is gone"));
  expect((await told).map(({ status }) => status)).toEqual(Array(3).fill("rejected"));
  await turns();
  expect(begun.length).toBe(1);
  const later = share("a");
  begun[1]?.end();
  await expect(later).resolves.toBeUndefined();
});

test("different keys do not wait for each other", () => {
  const { begun, share } = manual();
  void share("a");
  void share("b");
  expect(begun.map(({ key }) => key)).toEqual(["a", "b"]);
});
