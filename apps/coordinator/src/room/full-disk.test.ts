import { SpikefedError } from "@spikefed/protocol";
import { afterEach, expect, test } from "vitest";

import { directAggregator, type Aggregator } from "../aggregate/aggregator.ts";
import { manualClock } from "../testing/manual-clock.ts";
import { startedRun } from "../testing/started-run.ts";
import type { TestBench } from "../testing/test-coordinator.ts";
import { FullDisk } from "./full-disk.ts";

let bench: TestBench | null = null;
afterEach(() => bench?.close());

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

test("a round whose model finds no space is averaged as soon as there is some", async () => {
  const clock = manualClock(Date.now());
  const real = directAggregator();
  let tries = 0;
  const aggregator: Aggregator = {
    ...real,
    average: (input) => (++tries <= 2 ? Promise.reject(full()) : real.average(input)),
  };
  const run = await startedRun({ rounds: 1 }, { aggregator, clock });
  const { a, b, host } = run;
  bench = run.bench;
  await a.send(await a.task(1), { value: 0.01 });
  await b.send(await b.task(1), { value: 0.02 });
  const averaged = host.seen("aggregated", 1);
  let isAveraged = false;
  void averaged.then(() => (isAveraged = true));
  while (!isAveraged) {
    clock.advance(1000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect((await averaged).clients).toEqual([1, 2]);
  expect(tries).toBe(3);
  expect(host.log.map(({ type }) => type)).not.toContain("aggregation-failed");
  expect(bench.said.filter((line) => line.includes("store/full"))).toHaveLength(1);
});
