// A lesson's two runs in one room, and what a page makes of them.

import { tinyDataset } from "@spikefed/datasets/testing";
import { replay, reveal } from "@spikefed/fl-core";
import { lessons, type LogEvent } from "@spikefed/protocol";
import { afterEach, expect, test } from "vitest";

import { startedRun } from "../testing/started-run.ts";
import type { TestBench } from "../testing/test-coordinator.ts";
import type { TestClient } from "../testing/test-client.ts";

let bench: TestBench;
afterEach(() => bench.close());

const earlier = async () => {
  const answer = await fetch(`http://127.0.0.1:${bench.coordinator.port}/api/lesson/runs`);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  return (await answer.json()) as LogEvent[][];
};

const [equal, unequal] = lessons["unequal-data"].runs.map(({ settings }) => ({
  ...settings,
  clients: 20,
}));

/** Sends what every round of the open run asks of it. */
async function takePart(client: TestClient, host: TestClient): Promise<void> {
  for (let round = 1; round <= equal!.rounds; round++) await client.send(await client.task(round));
  await host.until(() => host.log.some(({ type }) => type === "run-ended"));
}

test(
  "the run before is told once the other one is open, and both are revealed beside each other",
  { timeout: 60_000 },
  async () => {
    const first = await startedRun(equal, { dataset: tinyDataset(5000, 500) });
    bench = first.bench;
    expect(await earlier()).toEqual([]);
    first.b.close();
    await takePart(first.a, first.host);

    await first.host.get("host", { command: "configure", settings: unequal });
    const [again, host] = [bench.client(), await bench.host()];
    await again.hello();
    await host.host("start");
    expect(await earlier()).toHaveLength(1);
    await takePart(again, host);

    const views = [host.log, ...(await earlier())].map((log) => replay(log));
    const { figures, verdict } = reveal("unequal-data", views);
    expect(figures.map(({ name, samples, round }) => [name, samples, round])).toEqual([
      ["equal", 20, 7],
      ["unequal", 20, 7],
    ]);
    expect(figures.map(({ accuracy }) => accuracy)).toEqual(
      [...views].reverse().map(({ rounds }) => rounds.at(-1)!.accuracy),
    );
    expect(verdict).not.toBe("unmeasured");
  },
);
