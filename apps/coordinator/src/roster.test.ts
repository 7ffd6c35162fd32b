// What the host reads about each volunteer, from outside.

import type { RosterEntry } from "@spikefed/protocol";
import { afterEach, describe, expect, test } from "vitest";

import { manualClock } from "./testing/manual-clock.ts";
import { startedRun } from "./testing/started-run.ts";
import type { TestBench } from "./testing/test-coordinator.ts";

let bench: TestBench;
afterEach(() => bench.close());

async function started() {
  const clock = manualClock();
  const run = await startedRun({}, { clock });
  bench = run.bench;
  const entry = (client: number): RosterEntry =>
    bench.coordinator.room.run.members.roster().find((each) => each.client === client)!;
  return { ...run, clock, entry };
}

describe("the roster", () => {
  test("says who works in the background and how hard, until told otherwise", async () => {
    const { a, entry } = await started();
    expect(entry(1)).toMatchObject({ hidden: false, pace: "full", trouble: null, quietMs: null });
    await a.get("state", { state: "training", hidden: true, pace: "gentle" });
    expect(entry(1)).toMatchObject({ state: "training", hidden: true, pace: "gentle" });
    await a.get("state", { state: "sending" });
    expect(entry(1)).toMatchObject({ state: "sending", hidden: true, pace: "gentle" });
    await a.get("state", { state: "sending", hidden: false, pace: "easing" });
    expect(entry(1)).toMatchObject({ hidden: false, pace: "easing" });
  });

  test("counts how long a volunteer sleeps, also when it is lost meanwhile", async () => {
    const { a, clock, entry } = await started();
    await a.get("state", { state: "asleep" });
    clock.advance(12_000);
    expect(entry(1)).toMatchObject({ state: "asleep", online: true, quietMs: 12_000 });
    a.close();
    await expect.poll(() => entry(1).online).toBe(false);
    clock.advance(3_000);
    expect(entry(1)).toMatchObject({ state: "asleep", quietMs: 15_000 });
    const again = bench.client();
    await again.hello({ resume: a.resume });
    expect(entry(1)).toMatchObject({ online: true, quietMs: null });
  });

  test("tells a closed page from a lost connection, and a reload is the same volunteer", async () => {
    const { a, host, entry } = await started();
    await a.get("leave", { mayReturn: true });
    expect(entry(1)).toMatchObject({ state: "closed", online: false });
    a.close();
    const again = bench.client();
    const { you } = await again.hello({ resume: a.resume });
    expect(you?.client).toBe(1);
    expect(entry(1)).toMatchObject({ state: "loading", online: true, quietMs: null });
    await host.seen("rejoined");
    expect(host.log.some(({ type }) => type === "left")).toBe(false);
  });

  test("holds a failure until an update of that volunteer is counted", async () => {
    const { a, b, entry } = await started();
    const task = await a.task(1);
    await b.task(1);
    await a.get("training-failed", { round: 1, fact: "the loss is not a number" });
    expect(entry(1)).toMatchObject({ state: "ready", trouble: "the loss is not a number" });
    await b.send(task);
    await a.send(await a.task(2));
    expect(entry(1)).toMatchObject({ trouble: null });
  });

  test("counts waves, of volunteers alone", async () => {
    const { a, host, entry } = await started();
    await a.get("wave", {});
    await a.get("wave", {});
    expect(entry(1).waves).toBe(2);
    expect(await host.refusal("wave", {})).toBe("wire/not-allowed");
  });
});
