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
  const helping = [2, 3, 4].map((client) => rosterFacts(client, { robot: "honest" }));
  expect(missingRobots(robots, helping.slice(1))).toEqual([
    { command: "add-robot", robot: "honest" },
    { command: "add-robot", robot: "scale" },
  ]);
  expect(missingRobots(robots, [...helping, rosterFacts(5, { robot: "scale" })])).toEqual([]);
  expect(missingRobots({ honest: 1, attack: null }, [])).toHaveLength(1);
});

test("a bad robot of another kind, or one that has left, does not do for a lesson's", () => {
  const robots = { honest: 0, attack: "scale" } as const;
  const others = [
    rosterFacts(1, { robot: "sign-flip" }),
    rosterFacts(2, { robot: "scale", state: "left" }),
  ];
  expect(missingRobots(robots, others)).toEqual([{ command: "add-robot", robot: "scale" }]);
});
