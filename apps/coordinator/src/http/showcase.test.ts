import type { LogEvent, Showcase } from "@spikefed/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";

import { startedRun, type StartedRun } from "../testing/started-run.ts";
import { cannedShown } from "../testing/test-coordinator.ts";

let run: StartedRun;
beforeAll(async () => {
  run = await startedRun({ rounds: 2 });
});
afterAll(() => run.bench.close());

async function showcase(): Promise<Showcase> {
  const answer = await fetch(`http://127.0.0.1:${run.bench.coordinator.port}/api/run/showcase`);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  return (await answer.json()) as Showcase;
}

/** Models as the log says they were judged. */
const judged = (log: readonly LogEvent[]) =>
  log.flatMap((event) => (event.type === "evaluated" ? [event.modelHash] : []));

test("anybody sees ten pictures, and the votes of the newest judged model and the one before", async () => {
  const { a, b, host, bench } = run;
  const before = await showcase();
  expect(before.kept).toBeNull();
  expect(before.pictures).toHaveLength(10);
  expect(before.pictures.every(({ pixels }) => atob(pixels).length === 3072)).toBe(true);
  for (const client of [a, b]) await client.send(await client.task(1));
  await host.until(() => judged(host.log).length === 1);
  const first = (await showcase()).kept!;
  const [hash] = judged(host.log);
  expect(first).toEqual({
    before: null,
    newest: { modelHash: hash, votes: cannedShown.votes },
    raster: cannedShown.raster,
  });
  for (const client of [a, b]) await client.send(await client.task(2));
  await host.seen("run-ended");
  const [, newest] = judged(host.log);
  expect((await showcase()).kept).toMatchObject({
    before: { modelHash: hash },
    newest: { modelHash: newest },
  });
  await bench.coordinator.close();
  await bench.start();
  expect((await showcase()).kept).toMatchObject({ newest: { modelHash: newest } });
});
