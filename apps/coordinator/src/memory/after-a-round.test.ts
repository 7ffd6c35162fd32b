import { expect, test, vi } from "vitest";

import { startedRun } from "../testing/started-run.ts";
import { HeapKeeper } from "./heap-keeper.ts";

test("a coordinator tells its heap's keeper that a round is averaged", async () => {
  const note = vi.spyOn(HeapKeeper.prototype, "note");
  const { a, b, host, bench } = await startedRun();
  for (const client of [a, b]) await client.send(await client.task(1), { value: 0.01 });
  await host.seen("evaluated", 1);
  await bench.close();
  expect(note.mock.calls.flat(2).map(({ type }) => type)).toContain("aggregated");
});
