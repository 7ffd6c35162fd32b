import { expect, test } from "vitest";

import { defaultJobs, runAndTell, runQueue } from "./run-queue.ts";

/** Runs that end when they are told to. */
function workshop() {
  const running = new Map<number, () => void>();
  const seen: number[] = [];
  const run = (item: number) => {
    seen.push(item);
    return new Promise<void>((resolve) => running.set(item, resolve));
  };
  const finish = async (item: number) => {
    running.get(item)!();
    running.delete(item);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { run, finish, seen };
}

test("so many at a time, the next when one is done, each once", async () => {
  const { run, finish, seen } = workshop();
  const all = runQueue([1, 2, 3, 4], 2, () => false, run);
  expect(seen).toEqual([1, 2]);
  await finish(2);
  expect(seen).toEqual([1, 2, 3]);
  await finish(1);
  expect(seen).toEqual([1, 2, 3, 4]);
  await finish(3);
  await finish(4);
  await all;
});

test("stopped, none begins, and those that run are waited for", async () => {
  const { run, finish, seen } = workshop();
  let stopped = false;
  let isOver = false;
  const all = runQueue([1, 2, 3], 2, () => stopped, run).then(() => (isOver = true));
  stopped = true;
  await finish(1);
  expect([seen, isOver]).toEqual([[1, 2], false]);
  await finish(2);
  await all;
  expect(seen).toEqual([1, 2]);
});

test("what they come to is told in their order, each as soon as those before it are done", async () => {
  const { run, finish } = workshop();
  const told: string[] = [];
  const double = async (item: number) => {
    await run(item);
    return `${item} done`;
  };
  const all = runAndTell([1, 2, 3], 2, double, (result) => void told.push(result));
  await finish(2);
  expect(told).toEqual([]);
  await finish(1);
  expect(told).toEqual(["1 done", "2 done"]);
  await finish(3);
  await all;
  expect(told).toEqual(["1 done", "2 done", "3 done"]);
});

test("the processor takes a run a core, software graphics one, a graphics chip a few", () => {
  expect(defaultJobs("kernels/wasm", false, 16)).toBe(16);
  expect(defaultJobs("engine/webgpu", true, 16)).toBe(1);
  expect(defaultJobs("engine/webgpu", false, 16)).toBe(4);
  expect(defaultJobs("engine/webgpu", false, 2)).toBe(2);
});
