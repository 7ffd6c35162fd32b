import { expect, test } from "vitest";
import { missingRobots, robotsHere } from "./robot-count.ts";
import { rosterFacts } from "./testing/facts.ts";

test("robots are counted by what they do; devices and those who left are none", () => {
  const roster = [
    rosterFacts(1),
    rosterFacts(2, { robot: "honest" }),
    rosterFacts(3, { robot: "honest", online: false, state: "away" }),
    rosterFacts(4, { robot: "sign-flip" }),
    rosterFacts(5, { robot: "honest", state: "left" }),
  ];
  expect(robotsHere(roster)).toEqual({ honest: 2, bad: 1 });
});

test("a lesson asks for the robots that are not here yet", () => {
  const robots = { honest: 3, attack: "scale" } as const;
  expect(missingRobots(robots, { honest: 2, bad: 0 })).toEqual([
    { command: "add-robot", robot: "honest" },
    { command: "add-robot", robot: "scale" },
  ]);
  expect(missingRobots(robots, { honest: 5, bad: 1 })).toEqual([]);
  expect(missingRobots({ honest: 1, attack: null }, { honest: 0, bad: 0 })).toHaveLength(1);
});
