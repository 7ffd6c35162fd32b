import { expect, test } from "vitest";

import { OpenWork } from "./open-work.ts";

test("whoever waits is let go when all work has ended, also what began or failed meanwhile", async () => {
  const work = new OpenWork();
  const ended: string[] = [];
  const second = async () => {
    await new Promise(setImmediate);
    ended.push("second");
    throw new Error("the disk is gone");
  };
  const first = async () => {
    await new Promise(setImmediate);
    ended.push("first");
    work.track(second()).catch(() => undefined);
  };
  void work.track(first());
  await work.settled();
  expect(ended).toEqual(["first", "second"]);
});
