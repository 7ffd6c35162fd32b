// docs/examples: what the document shows is what a coordinator does. `SPIKEFED_RECORD=1` writes the
// answers anew, in the words that the file has.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { afterEach, expect, test } from "vitest";

import { replay, type Step } from "./testing/exchange.ts";
import { testBench, type TestBench } from "./testing/test-coordinator.ts";

const folder = fileURLToPath(new URL("../../../docs/examples/", import.meta.url));

interface Example {
  about: string;
  steps: Step[];
}

let bench: TestBench;
afterEach(() => bench.close());

test.each(readdirSync(folder))("%s is what happens", async (name) => {
  bench = await testBench();
  const file = folder + name;
  const { about, steps } = JSON.parse(readFileSync(file, "utf8")) as Example;
  const played = await replay(bench, steps);
  if (process.env["SPIKEFED_RECORD"]) {
    writeFileSync(file, `${JSON.stringify({ about, steps: played }, null, 2)}\n`);
  }
  expect(played).toEqual(steps);
});
