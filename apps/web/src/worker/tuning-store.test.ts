import type { TuningReport } from "@spikefed/snn-core";
import { expect, test } from "vitest";
import { tuningStore } from "./tuning-store.ts";

/** The part of a browser's caches that is used. */
function fakeCaches() {
  const kept = new Map<string, Response>();
  const cache = {
    match: (address: string) => Promise.resolve(kept.get(address)?.clone()),
    put: (address: string, response: Response) => Promise.resolve(void kept.set(address, response)),
  };
  return { open: () => Promise.resolve(cache as unknown as Cache) };
}

test("what was measured on an adapter is found at the next visit, and only for that one", async () => {
  const store = tuningStore(fakeCaches());
  const report = { version: 1, adapter: "Apple M2 / 10 cores", ms: 1900 } as TuningReport;
  expect(await store.load(report.adapter)).toBeNull();
  await store.save(report);
  expect(await store.load(report.adapter)).toEqual(report);
  expect(await store.load("another")).toBeNull();
});

test("a browser that forbids its caches says so to whoever asks", async () => {
  const denied = { open: () => Promise.reject(new Error("denied")) };
  await expect(tuningStore(denied).load("M2")).rejects.toThrow("denied");
});
