import { readUpdate } from "@spikefed/fl-core";
import type { AttackKind } from "@spikefed/protocol";
import { labelsOf, preset, stateLayout } from "@spikefed/snn-core";
import { expect, test } from "vitest";

import { settle, startVolunteer } from "./testing/start.ts";

const { entries, length } = stateLayout(preset("s4", 10));

/** Six steps of an honest volunteer change every value by 0.06. */
async function attack(kind: AttackKind | null) {
  const seen = new Set<number>();
  const { coordinator } = startVolunteer({ attack: kind }, (executor) => {
    const { trainStep } = executor;
    executor.trainStep = (batch, ...rest) => {
      for (const label of labelsOf(batch)) seen.add(label);
      return trainStep(batch, ...rest);
    };
  });
  await settle();
  coordinator.say("task", coordinator.task(1));
  await settle();
  const [upload] = [...coordinator.uploads.values()];
  return { bytes: upload!.data, labels: [...seen].sort((a, b) => a - b) };
}

test.each<[AttackKind | null, number]>([
  [null, 0.06],
  ["label-flip", 0.06],
  ["scale", 0.6],
  ["sign-flip", -0.06],
  ["free-rider", 0],
])("a volunteer with the attack %s sends a change of %d", async (kind, change) => {
  const { bytes } = await attack(kind);
  for (const value of readUpdate(bytes, entries, length)) expect(value).toBeCloseTo(change, 5);
});

test("an update that is no number is what the coordinator refuses", async () => {
  const { bytes } = await attack("nan");
  expect(() => readUpdate(bytes, entries, length)).toThrow(/NaN/);
});

test("wrong labels are learned only by who wants to", async () => {
  expect((await attack("label-flip")).labels).toEqual([6, 7, 8, 9]);
  expect((await attack("noise")).labels).toEqual([0, 1, 2, 3]);
});
