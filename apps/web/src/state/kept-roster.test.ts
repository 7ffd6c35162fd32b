import { expect, test } from "vitest";
import { keptRoster } from "./kept-roster.ts";
import { rosterFacts } from "./testing/facts.ts";

const told = () => [rosterFacts(1), rosterFacts(2, { trouble: "no connection" })] as const;

test("of whom nothing new is told, the entry stays the same object", () => {
  const before = told();
  const after = keptRoster(before, told());
  expect(after.map((entry, place) => entry === before[place])).toEqual([true, true]);
});

test("each change is told: a field, one of the device, one more, one less", () => {
  const before = told();
  const [first, second] = told();
  const { device } = first;
  for (const more of [
    { progress: 0.5 },
    { device: { ...device, label: "other" } },
    { device: { ...device, note: "slow" } },
  ]) {
    const changed = { ...first, ...more };
    const after = keptRoster(before, [changed, second]);
    expect(after).toEqual([changed, second]);
    expect(after[1]).toBe(before[1]);
    expect(keptRoster([changed, second], [first, second])).toEqual([first, second]);
  }
});

test("who comes, goes or stands elsewhere is told", () => {
  const [first, second] = told();
  const third = rosterFacts(3);
  expect(keptRoster([first], [first, third])).toEqual([first, third]);
  expect(keptRoster([first, second], [second])).toEqual([second]);
  expect(keptRoster([first, second], [second, first])).toEqual([second, first]);
  expect(keptRoster([], [])).toEqual([]);
});
