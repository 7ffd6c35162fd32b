// Silent volunteers under a lease, over real connections.

import { afterEach, expect, test } from "vitest";

import { manualClock } from "./testing/manual-clock.ts";
import { startedRun } from "./testing/started-run.ts";
import type { TestBench } from "./testing/test-coordinator.ts";

let bench: TestBench;
afterEach(() => bench.close());

test("a state and a begun upload are signs of work; both silent, the round closes and says so", async () => {
  const clock = manualClock(Date.now());
  const run = await startedRun({ leaseSeconds: 10, roundSeconds: 60 }, { clock });
  bench = run.bench;
  const { a, b, host } = run;
  const [, taskB] = [await a.task(1), await b.task(1)];
  const cancelled = [a, b].map(
    ({ socket }) => new Promise((resolve) => socket.once("cancel", resolve)),
  );
  clock.advance(6000);
  await a.get("state", { state: "training" });
  await b.get("upload-begin", b.announce(taskB, {}).message);
  clock.advance(6000);
  expect(bench.coordinator.room.run.phase).toBe("training");
  expect(host.log.some(({ type }) => type === "round-closed")).toBe(false);
  clock.advance(2000);
  await a.get("state", { state: "ready" }); // it does not say that it works
  clock.advance(2000);
  expect(await host.seen("round-closed", 1)).toMatchObject({ why: "all-reported", reported: [] });
  expect(await Promise.all(cancelled)).toEqual(Array(2).fill({ round: 1, why: "closed" }));
});
