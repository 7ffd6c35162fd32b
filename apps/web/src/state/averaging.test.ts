import { expect, test } from "vitest";
import { averageCopies, hasCopies, newToy, trainCopies, withSamples } from "./averaging.ts";

const copiesOf = (toy: ReturnType<typeof newToy>) => toy.clients.map(({ copy }) => copy!);

test("the average weighs each copy by its pictures", () => {
  const trained = trainCopies(newToy(false));
  const copies = copiesOf(trained);
  const { group, rounds, clients } = averageCopies(trained, "fedavg");
  for (const axis of [0, 1] as const) {
    const sum = 100 * copies[0]![axis] + 300 * copies[1]![axis] + 200 * copies[2]![axis];
    expect(group[axis]).toBeCloseTo(sum / 600, 5);
  }
  expect(rounds).toBe(1);
  expect(clients.every(({ copy }) => copy === null)).toBe(true);
});

test("more pictures pull the average towards their client", () => {
  const average = (samples: number) =>
    averageCopies(trainCopies(withSamples(newToy(false), 0, samples)), "fedavg").group[0];
  expect(average(500)).toBeLessThan(average(100)); // what client 0 asks for lies to the left
});

test("the median takes the middle copy in each number, whatever the bad one sends", () => {
  const trained = trainCopies(newToy(true));
  const middle = (axis: 0 | 1) =>
    copiesOf(trained)
      .map((copy) => copy[axis])
      .sort((a, b) => a - b)[1]!;
  const { group } = averageCopies(trained, "fedmedian");
  expect(group[0]).toBeCloseTo(middle(0), 5);
  expect(group[1]).toBeCloseTo(middle(1), 5);
});

test("without copies there is nothing to average, and the model stays", () => {
  const toy = newToy(false);
  expect(hasCopies(toy)).toBe(false);
  expect(averageCopies(toy, "fedavg")).toBe(toy);
});
