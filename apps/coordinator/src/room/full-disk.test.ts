import { SpikefedError } from "@spikefed/protocol";
import { keepBlobs, RecordBook } from "@spikefed/run-store";
import { afterEach, expect, test, vi } from "vitest";

import { directAggregator, type Aggregator } from "../aggregate/aggregator.ts";
import { manualClock } from "../testing/manual-clock.ts";
import { startedRun } from "../testing/started-run.ts";
import type { TestBench } from "../testing/test-coordinator.ts";
import { FullDisk } from "./full-disk.ts";

let bench: TestBench | null = null;
afterEach(() => bench?.close());

vi.mock("@spikefed/run-store", async (load) => {
  const store = await load<{ keepBlobs: typeof keepBlobs }>();
  return { ...store, keepBlobs: vi.fn(store.keepBlobs) };
});

const full = () => new SpikefedError("store/full", { file: "models/m" });

test("a full disk is told once a minute, and each try waits for a second", async () => {
  const said: string[] = [];
  const clock = manualClock();
  const disk = new FullDisk({ clock, say: (line) => void said.push(line) });
  for (let second = 0; second < 61; second++) {
    const waited = disk.wait(full());
    clock.advance(1000);
    await waited;
  }
  expect(said).toHaveLength(2);
  expect(said[0]).toContain("models/m could not be written: the disk is full");
});

test("something waits for space from the first try to shortly after the last", async () => {
  const clock = manualClock();
  const disk = new FullDisk({ clock, say: () => undefined });
  expect(disk.isWaiting).toBe(false);
  for (let second = 0; second < 3; second++) {
    const waited = disk.wait(full());
    clock.advance(1000);
    await waited;
    expect(disk.isWaiting).toBe(true);
  }
  clock.advance(1000);
  expect(disk.isWaiting).toBe(false);
});

test("a round whose model finds no space is averaged as soon as there is some", async () => {
  const clock = manualClock(Date.now());
  const real = directAggregator();
  let tries = 0;
  const aggregator: Aggregator = {
    ...real,
    average: (input) => (++tries <= 2 ? Promise.reject(full()) : real.average(input)),
  };
  const run = await startedRun({ rounds: 1 }, { startAggregator: () => aggregator, clock });
  const { a, b, host } = run;
  bench = run.bench;
  await a.send(await a.task(1), { value: 0.01 });
  await b.send(await b.task(1), { value: 0.02 });
  const { clients } = await passing(clock, host.seen("aggregated", 1));
  expect(clients).toEqual([1, 2]);
  expect(tries).toBe(3);
  expect(host.log.map(({ type }) => type)).not.toContain("aggregation-failed");
  expect(bench.said.filter((line) => line.includes("store/full"))).toHaveLength(1);
});

test.each(["addRound", "addEvaluation", "keepBlobs"] as const)(
  "a run whose %s finds no space goes on as soon as there is some",
  async (what) => {
    const clock = manualClock(Date.now());
    const spy = what === "keepBlobs" ? vi.mocked(keepBlobs) : vi.spyOn(RecordBook.prototype, what);
    spy.mockClear().mockRejectedValueOnce(full()).mockRejectedValueOnce(full());
    const run = await startedRun({ rounds: 1 }, { clock, keepUpdates: true });
    const { a, b, host } = run;
    bench = run.bench;
    await a.send(await a.task(1), { value: 0.01 });
    await b.send(await b.task(1), { value: 0.02 });
    const ends = ["run-ended", "evaluation-failed", "aggregation-failed"] as const;
    await passing(clock, Promise.race(ends.map((type) => host.seen(type))));
    expect(spy).toHaveBeenCalledTimes(3);
    const told = host.log.map(({ type }) => type);
    expect(told.filter((type) => type.endsWith("-failed"))).toEqual([]);
    expect(told).toEqual(expect.arrayContaining(["aggregated", "evaluated"]));
    expect(bench.said.filter((line) => line.includes("store/full"))).toHaveLength(1);
  },
);

/** Seconds go by until it is there. */
async function passing<T>(clock: ReturnType<typeof manualClock>, awaited: Promise<T>): Promise<T> {
  let isThere = false;
  void awaited.then(() => (isThere = true));
  while (!isThere) {
    clock.advance(1000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return awaited;
}
