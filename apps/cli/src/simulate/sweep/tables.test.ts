import {
  checkSettings,
  type Experiment,
  experimentSettings,
  readExperiment,
} from "@spikefed/protocol";
import { expect, test } from "vitest";

import { experimentOf } from "../read-experiment.ts";
import { executorFor } from "./sweep-plan.ts";
import { runName, type SweepTable, tableRuns, tables, tablesNamed } from "./tables.ts";

const CIFAR10 = { train: { count: 50_000 }, test: { count: 10_000 }, classes: { length: 10 } };
const entries = [...tables];
const all = entries.flatMap(([, { rows }]) => rows);
const runs = tableRuns([...tables.values()]);

const read = (set: readonly string[]): Promise<Experiment> =>
  experimentOf({ preset: undefined, config: undefined, set });

test.each(runs.map(({ name, set }) => [name, set] as const))(
  "%s is an experiment that CIFAR-10 allows, and nothing of it is dropped",
  async (_, set) => {
    const said: string[] = [];
    const experiment = await experimentOf({ preset: undefined, config: undefined, set }, (line) =>
      said.push(line),
    );
    checkSettings(experimentSettings(experiment), CIFAR10);
    expect(said).toEqual([]);
    expect(experiment).toMatchObject({ dataset: "cifar10", model: "s5", rounds: 20 });
  },
);

test("a name is one experiment, and an experiment has one name", async () => {
  const sets = new Map<string, string>();
  for (const row of all) {
    for (const network of row.networks) {
      const text = JSON.stringify(await read([...row.set, `network=${network}`]));
      const name = runName(row, network);
      expect(sets.get(name) ?? text).toBe(text);
      sets.set(name, text);
    }
  }
  expect(new Set(sets.values()).size).toBe(sets.size);
  expect(sets.size).toBe(runs.length);
});

test("names are safe to be folders, also where case does not count", () => {
  for (const { name } of runs) expect(name).toMatch(/^[a-z0-9][a-z0-9.-]*-(snn|ann)$/);
  for (const name of tables.keys()) expect(name).toMatch(/^[a-z][a-z-]*$/);
});

test.each(entries)(
  "the rows of %s have labels of their own, and the first has no change",
  (name, { rows }) => {
    expect(new Set(rows.map(({ label }) => label)).size).toBe(rows.length);
    if (name === "clients") return;
    const others = rows.slice(1).map(({ set }) => set);
    for (const set of others) expect(set.length).toBeGreaterThan(0);
  },
);

test("a row that stands in two tables is run once", () => {
  const two = tablesNamed(["stragglers", "noise"]);
  const names = tableRuns(two).map(({ name }) => name);
  expect(names.filter((name) => name.startsWith("iid"))).toEqual(["iid-snn", "iid-ann"]);
  expect(names).toHaveLength(2 + 4 * 2 + 4 * 2);
});

test("the first row of a table without change is the default experiment", async () => {
  const { set } = tableRuns(tablesNamed(["partitions"]))[0]!;
  expect(await read(set)).toEqual(readExperiment({}));
});

test("all is each of them, and another name is refused with those that there are", () => {
  expect(tablesNamed(["noise", "all"])).toEqual<SweepTable[]>([...tables.values()]);
  expect(() => tablesNamed(["nois"])).toThrow(
    /--list is nois; allowed is one of partitions, clients, .*, all/,
  );
});

test("the sweep of all tables has 53 settings", () => {
  expect(runs).toHaveLength(53); // with three seeds 159 runs
});

test("a rule that the engine does not know is trained on the processor, all else as asked", async () => {
  const onEngine: string[] = [];
  for (const { name, set } of runs) {
    const run = { name, folder: "", set, experiment: await read(set) };
    expect(executorFor(run, "kernels/cpu")).toBe("kernels/cpu");
    if (executorFor(run, "engine/webgpu") === "engine/webgpu") onEngine.push(name);
    else expect(executorFor(run, "engine/webgpu")).toBe("kernels/wasm");
  }
  const others = runs.map(({ name }) => name).filter((name) => !onEngine.includes(name));
  expect(others).toEqual(["proxy-snn", "tandem-snn"]);
});
