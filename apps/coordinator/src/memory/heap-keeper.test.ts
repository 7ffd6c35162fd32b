import { getHeapStatistics } from "node:v8";

import { expect, test, vi } from "vitest";

import { collectGarbage, HeapKeeper } from "./heap-keeper.ts";

const MEGABYTE = 1e6;
const averaged = [{ type: "round-closed" }, { type: "aggregated" }] as const;

function keeper(megabytes: number, left = megabytes) {
  const heap = { megabytes };
  const collect = vi.fn(() => {
    heap.megabytes = left;
    return Promise.resolve();
  });
  const its = new HeapKeeper({ heapBytes: () => heap.megabytes * MEGABYTE, collect });
  return { heap, collect, its };
}

test("a large heap is collected when a round is averaged, and at nothing else", async () => {
  const { its, collect } = keeper(110, 45);
  await its.note([{ type: "update-accepted" }, { type: "round-closed" }]);
  expect(collect).not.toHaveBeenCalled();
  await its.note(averaged);
  expect(collect).toHaveBeenCalledOnce();
});

test("the heap of a class is left alone", async () => {
  const { its, collect } = keeper(60);
  await its.note(averaged);
  expect(collect).not.toHaveBeenCalled();
});

test("what a collection could not free is not collected again until as much has come to it", async () => {
  const { its, heap, collect } = keeper(110, 80);
  await its.note(averaged);
  heap.megabytes = 111;
  await its.note(averaged);
  expect(collect).toHaveBeenCalledOnce();
  heap.megabytes = 113;
  await its.note(averaged);
  expect(collect).toHaveBeenCalledTimes(2);
});

test("rounds of two rooms that are averaged at once cost one collection", async () => {
  const { its, collect } = keeper(110, 45);
  await Promise.all([its.note(averaged), its.note(averaged)]);
  expect(collect).toHaveBeenCalledOnce();
});

test("garbage is gone when a collection is over, and its pages are given back", async () => {
  let garbage: unknown = Array.from({ length: 500_000 }, (_, at) => ({ at, text: `${at}` }));
  expect(Array.isArray(garbage)).toBe(true);
  const { used_heap_size: used, total_heap_size: total } = getHeapStatistics();
  garbage = null;
  await collectGarbage();
  const after = getHeapStatistics();
  expect(used - after.used_heap_size).toBeGreaterThan(15 * MEGABYTE);
  expect(total - after.total_heap_size).toBeGreaterThan(15 * MEGABYTE);
});
