import { createRandom } from "@spikefed/fl-core";
import { defaultScheduler } from "@spikefed/protocol";
import { describe, expect, test } from "vitest";

import { check, invariants } from "./check.ts";
import { roundRecords } from "./evidence.ts";
import { madeUpBufferedRun, madeUpRun } from "./made-up-run.ts";
import { historyText, readHistory } from "./operation.ts";
import { bufferedPlants, plants } from "./plant.ts";

const kinds = [
  { kind: "rounds", make: madeUpRun, spoil: plants },
  { kind: "FedBuff", make: madeUpBufferedRun, spoil: plants },
  { kind: "FedBuff's own", make: madeUpBufferedRun, spoil: bufferedPlants },
];

test.each(kinds)("a run of $kind that keeps every promise violates nothing", ({ make }) => {
  for (let seed = 1; seed <= 6; seed++) {
    expect(check(make(seed))).toEqual([]);
    const { events, recompute } = make(seed);
    const records = roundRecords(events);
    expect(records.map(recompute)).toEqual(records.map(({ modelHash }) => modelHash));
  }
});

test("every invariant has a breach for a run of either kind", () => {
  expect(Object.keys(plants)).toEqual(Object.keys(invariants));
  expect(Object.values(plants).every((ways) => ways.length > 0)).toBe(true);
});

describe.each(kinds)("in a run of $kind", ({ make, spoil }) => {
  test.each(Object.entries(spoil))("each breach of %s is found", (invariant, ways) => {
    for (const [way, plant] of ways.entries()) {
      for (let seed = 1; seed <= 6; seed++) {
        const found = invariants[invariant]?.(plant(make(seed), createRandom(seed, way))) ?? [];
        expect(found.map((violation) => violation.invariant)).toContain(invariant);
      }
    }
  });
});

test("with FedBuff an update may come while other rounds are made, and weighs as old as it is", () => {
  const { events } = madeUpBufferedRun(3);
  const old = events.filter((event) => event.type === "update-accepted" && event.staleness! > 0);
  expect(old.length).toBeGreaterThan(0);
  const asRounds = events.map((event) =>
    event.type === "run-opened"
      ? { ...event, settings: { ...event.settings, scheduler: defaultScheduler } }
      : event,
  );
  const evidence = { ...madeUpBufferedRun(3), events: asRounds };
  expect(new Set(check(evidence).map(({ invariant }) => invariant))).toEqual(new Set(["I1", "I9"]));
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
