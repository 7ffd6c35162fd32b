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
