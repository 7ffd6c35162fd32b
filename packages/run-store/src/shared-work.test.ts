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

test("a failure is told to those who waited for that piece, and the next one is done", async () => {
  const { begun, share } = manual();
  const first = share("a");
  const second = share("a");
  begun[0]?.fail(new Error("the disk is gone"));
  await expect(first).rejects.toThrow("the disk is gone");
  await turns();
  begun[1]?.end();
  await expect(second).resolves.toBeUndefined();
});

test("different keys do not wait for each other", () => {
  const { begun, share } = manual();
  void share("a");
  void share("b");
  expect(begun.map(({ key }) => key)).toEqual(["a", "b"]);
});
