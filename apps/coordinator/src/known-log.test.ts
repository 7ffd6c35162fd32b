// Who comes back is told only what it does not know.

import { afterEach, expect, test } from "vitest";

import { startedRun } from "./testing/started-run.ts";
import type { TestBench } from "./testing/test-coordinator.ts";

let bench: TestBench;
afterEach(() => bench.close());

test("a log that is known goes on from there; one that differs is told whole", async () => {
  const run = await startedRun();
  bench = run.bench;
  const { runId } = await run.a.task(1);
  const { events } = bench.coordinator.room.run.parts.log;
  const watch = async (known: object) => {
    const watcher = bench.client();
    const { log, roster } = await watcher.hello({ role: "watch", known });
    expect(roster?.length).toBe(2);
    return log.map(({ seq }) => seq);
  };
  const all = events.map(({ seq }) => seq);
  const atMs = events[1]?.atMs ?? 0;
  expect(await watch({ runId, events: 2, atMs })).toEqual(all.slice(2));
  const last = events.at(-1);
  expect(await watch({ runId, events: all.length, atMs: last?.atMs })).toEqual([]);
  for (const wrong of [
    { runId: "another-run", events: 2, atMs },
    { runId, events: 2, atMs: atMs - 1 },
    { runId, events: all.length + 5, atMs },
    { runId, events: 0, atMs },
  ]) {
    expect(await watch(wrong)).toEqual(all);
  }
});
