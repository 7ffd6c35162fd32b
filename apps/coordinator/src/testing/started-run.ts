// A run under way, for tests: two volunteers, and a host who has pressed start.

import type { RunSettings } from "@spikefed/protocol";

import type { CoordinatorOptions } from "../coordinator.ts";
import type { TestClient } from "./test-client.ts";
import { testBench, testSettings, type TestBench } from "./test-coordinator.ts";

export interface StartedRun {
  bench: TestBench;
  a: TestClient;
  b: TestClient;
  host: TestClient;
}

export async function startedRun(
  settings: Partial<RunSettings> = {},
  options: Partial<CoordinatorOptions> = {},
): Promise<StartedRun> {
  const bench = await testBench({ ...options, settings: { ...testSettings, ...settings } });
  const [a, b, host] = [bench.client(), bench.client(), await bench.host()];
  await a.hello();
  await b.hello();
  await host.until(() => host.log.filter(({ type }) => type === "joined").length === 2);
  await host.host("start");
  return { bench, a, b, host };
}
