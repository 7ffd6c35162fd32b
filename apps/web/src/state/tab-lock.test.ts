import { expect, test } from "vitest";
import { holdIdentity, type Locks } from "./tab-lock.ts";

const free: Locks = { request: (_name, _options, hold) => hold() };
const taken: Locks = { request: () => Promise.reject(new Error("timed out")) };

test("the first tab holds the identity, its duplicate does not get it", async () => {
  expect(await holdIdentity("client-0001", free)).toBe(true);
  expect(await holdIdentity("client-0001", taken)).toBe(false);
});

test("without locks the tab is the only one", async () => {
  expect(await holdIdentity("client-0001", undefined)).toBe(true);
});

test("the identity is let go when the tab gives it away", async () => {
  let isHeld = true;
  const locks: Locks = {
    request: (_name, _options, hold) => hold().then(() => void (isHeld = false)),
  };
  let letGo = () => {};
  await holdIdentity("client-0001", locks, new Promise<void>((resolve) => (letGo = resolve)));
  expect(isHeld).toBe(true);
  letGo();
  await expect.poll(() => isHeld).toBe(false);
});
