import { expect, test } from "vitest";

import { readOptions, usage } from "./options.ts";

const known = ["history", "kill", "load"];

test("without names all trials run, small, with seed 1", () => {
  expect(readOptions([], known)).toEqual({
    ...{ help: false, trials: known, full: false, seed: 1, atOnce: 1, json: null },
  });
});

test("named trials run in the order of the list", () => {
  const args = ["load", "--full", "history", "--seed", "7", "--at-once", "2", "--json", "a"];
  expect(readOptions(args, known)).toEqual({
    ...{ help: false, trials: ["history", "load"], full: true, seed: 7, atOnce: 2, json: "a" },
  });
});

test.each([
  [["lod"], "no such trial; there are history, kill, load"],
  [["--seed", "x"], "x is not a whole number"],
  [["--at-once", "-1"], "--at-once"],
  [["--sed"], "--sed"],
])("%j is refused", (args, why) => {
  expect(() => readOptions(args, known)).toThrow(why);
});

test("the help names every trial", () => {
  const text = usage([{ name: "kill", about: "kills it" }]);
  expect(text).toContain("  kill  kills it");
});
