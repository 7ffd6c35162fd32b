import { createRandom } from "@spikefed/fl-core";
import { expect, test } from "vitest";

import { check, invariants } from "./check.ts";
import { roundRecords } from "./evidence.ts";
import { madeUpRun } from "./made-up-run.ts";
import { historyText, readHistory } from "./operation.ts";
import { plants } from "./plant.ts";

test("a run that keeps every promise violates nothing, and each round is recomputed", () => {
  for (let seed = 1; seed <= 5; seed++) {
    const evidence = madeUpRun(seed);
    expect(check(evidence)).toEqual([]);
    const records = roundRecords(madeUpRun(seed).events);
    const { recompute } = madeUpRun(seed);
    expect(records.map(recompute)).toEqual(records.map(({ modelHash }) => modelHash));
  }
});

test.each(Object.keys(invariants))("%s has a breach that is found", (invariant) => {
  const ways = plants[invariant] ?? [];
  expect(ways.length).toBeGreaterThan(0);
  for (const [way, plant] of ways.entries()) {
    const found = invariants[invariant]?.(plant(madeUpRun(3), createRandom(3, way))) ?? [];
    expect(found.map((violation) => violation.invariant)).toContain(invariant);
  }
});

test("an update that was given up with its reason may be missing from the average", () => {
  const run = madeUpRun(2);
  const events = run.events.map((event) =>
    event.type === "aggregated" && event.round === 1
      ? { ...event, clients: event.clients.filter((client) => client !== 1) }
      : event,
  );
  expect(invariants["I1"]?.({ ...run, events })).toHaveLength(1);
  const updateId = "u-1-1";
  const lost = { type: "update-lost", round: 1, client: 1, updateId, fact: "damaged" } as const;
  const at = events.findIndex((event) => event.type === "round-closed");
  const told = events.toSpliced(at, 0, { seq: 0, atMs: 0, ...lost });
  expect(invariants["I1"]?.({ ...run, events: told })).toEqual([]);
});

test("a history is read back as it was written, without a torn last line", () => {
  const { history } = madeUpRun(1);
  const text = historyText(history);
  expect(readHistory(text)).toEqual(history);
  expect(readHistory(text.slice(0, -3))).toEqual(history.slice(0, -1));
});
