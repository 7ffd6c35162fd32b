import { readUpdate } from "@spikefed/fl-core";
import type { Task } from "@spikefed/protocol";
import { preset, stateLayout } from "@spikefed/snn-core";
import { expect, test } from "vitest";

import type { FakeCoordinator } from "./testing/fake-coordinator.ts";
import { settle, startVolunteer } from "./testing/start.ts";

const { entries, length } = stateLayout(preset("s4", 10));

const withOwn = (task: Task, localNorm = true): Task => ({
  ...task,
  train: { ...task.train, localNorm },
});

/** Of the newest update: the change of the first weight and of the first gamma. */
function newest({ uploads }: FakeCoordinator) {
  const delta = readUpdate([...uploads.values()].at(-1)!.data, entries, length);
  const first = (kind: string) => delta[entries.find(({ name }) => name.endsWith(kind))!.offset]!;
  return { weight: first(".weight"), gamma: first(".gamma"), variance: first(".var") };
}

/** Round 1 from a model of zeros, round 2 from one of ones; six steps add 0.06 to each value. */
async function twoRounds(second: (task: Task) => Task, between?: (room: FakeCoordinator) => void) {
  const { coordinator } = startVolunteer();
  await settle();
  coordinator.say("task", withOwn(coordinator.task(1)));
  await settle();
  between?.(coordinator);
  coordinator.say("task", second(coordinator.task(2, 1)));
  await settle();
  expect(coordinator.uploads.size).toBe(2);
  return newest(coordinator);
}

test("a volunteer goes on with its own norm and takes the model's weights", async () => {
  const { weight, gamma, variance } = await twoRounds(withOwn);
  expect(weight).toBeCloseTo(0.06, 5);
  // 0.06 of round 1 and 0.06 more, told as the difference to the model's 1.
  expect(gamma).toBeCloseTo(0.12 - 1, 5);
  expect(variance).toBeCloseTo(0.12 - 1, 5);
});

test("without the setting it takes the model's norm, whatever it kept before", async () => {
  const { gamma } = await twoRounds((task) => withOwn(task, false));
  expect(gamma).toBeCloseTo(0.06, 5);
});

test("in another run it starts with the model's norm", async () => {
  const { gamma } = await twoRounds((task) => withOwn({ ...task, runId: "run-00000002" }));
  expect(gamma).toBeCloseTo(0.06, 5);
});
