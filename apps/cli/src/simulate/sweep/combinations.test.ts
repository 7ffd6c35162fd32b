import { SpikefedError } from "@spikefed/protocol";
import { describe, expect, test } from "vitest";

import { combinations, readJobs, readSeeds } from "./combinations.ts";

const names = (...pairs: string[]) => combinations(pairs, "base").map(({ name }) => name);

function factOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof SpikefedError) return error.fact;
    throw error;
  }
  throw new Error("it was not refused");
}

test("each value of a key meets each of the others, in the order they were given", () => {
  const pairs = ["network=snn", "partition.alpha=0.1", "network=ann", "partition.alpha=1"];
  expect(combinations(pairs, "base")).toEqual([
    { name: "network-snn_partition.alpha-0.1", set: ["network=snn", "partition.alpha=0.1"] },
    { name: "network-snn_partition.alpha-1", set: ["network=snn", "partition.alpha=1"] },
    { name: "network-ann_partition.alpha-0.1", set: ["network=ann", "partition.alpha=0.1"] },
    { name: "network-ann_partition.alpha-1", set: ["network=ann", "partition.alpha=1"] },
  ]);
});

test("without a key there is one run, named by the preset", () => {
  expect(combinations([], "mini-fedsnn-noise")).toEqual([{ name: "mini-fedsnn-noise", set: [] }]);
});

test("a value may be JSON with commas and equals signs; its name is safe for a folder", () => {
  const json = 'partition={"kind":"dirichlet","alpha":0.5}';
  expect(combinations([json, "config=../a=b"], "base")).toEqual([
    { name: "partition-kind-dirichlet-alpha-0.5_config-..-a-b", set: [json, "config=../a=b"] },
  ]);
});

test("names that would be alike, also where case does not count, get a number", () => {
  expect(names("a=-1", "a=1", "a=A", "a=a")).toEqual(["a-1", "a-1-2", "a-A", "a-a-2"]);
  const long = "x".repeat(300);
  expect(names(`a=${long}1`, `a=${long}2`)).toEqual([
    `a-${"x".repeat(98)}`,
    `a-${"x".repeat(98)}-2`,
  ]);
});

describe("refused is", () => {
  test.each([
    [["network"], "--vary is network; allowed is KEY=VALUE, once for each value"],
    [["a=1", "a=1"], "--vary is a=1 twice; allowed is each value once"],
    [["seed=3"], "--vary is seed=3; allowed is another key; --seeds 1,2,3 varies the seed"],
  ])("%j", (pairs, fact) => {
    expect(factOf(() => combinations(pairs, "base"))).toBe(fact);
  });

  test.each(["", "1,", "1,1", "-1", "1.5", "one", "2147483648"])("--seeds %j", (text) => {
    expect(factOf(() => readSeeds(text))).toContain(`--seeds is ${text}; allowed is whole numbers`);
  });

  test.each(["0", "1.5", "many", "257"])("--jobs %j", (text) => {
    expect(factOf(() => readJobs(text))).toBe(
      `--jobs is ${text}; allowed is a whole number from 1 to 256`,
    );
  });
});

test("seeds and jobs are numbers", () => {
  expect(readSeeds("3, 1,2147483647")).toEqual([3, 1, 2147483647]);
  expect(readJobs("16")).toBe(16);
});
