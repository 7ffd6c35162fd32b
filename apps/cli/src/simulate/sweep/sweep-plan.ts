// A sweep before it starts: all its runs, each checked, so that a wrong value is told at once and not
// after a night.

import { join, resolve } from "node:path";

import { type Dataset, loadDataset } from "@spikefed/datasets";
import { type Experiment, SpikefedError } from "@spikefed/protocol";
import { canLearnBy, type ExecutorName } from "@spikefed/snn-core";

import { namedFolder } from "../out-folder.ts";
import { experimentOf } from "../read-experiment.ts";
import { checkExperiment } from "../run-plan.ts";
import type { CommandWords } from "../versions.ts";
import { type Combination, combinations, readSeeds } from "./combinations.ts";
import { TABLE_SEEDS, tableRuns, tablesNamed } from "./tables.ts";

export interface SweepWords extends CommandWords {
  vary: readonly string[];
  /** Tables of runs, by name; none: what is varied. */
  list: readonly string[];
  /** Missing: 1, of a table 1,2,3. */
  seeds?: string;
}

export interface SweepRun {
  /** `network-ann/seed-2`, below the folder of the sweep. */
  name: string;
  folder: string;
  /** What makes this run of the common words. */
  set: readonly string[];
  experiment: Experiment;
}

/**
 * The first seed of all, then the second: whoever looks in early can compare.
 *
 * @param say Told of what a choice drops of the preset or file, and of what has no effect, once for all seeds.
 * @throws {SpikefedError} as a run of its own would.
 */
export async function sweepPlan(
  words: SweepWords,
  say: (line: string) => void = () => undefined,
): Promise<SweepRun[]> {
  const { preset, config, set, list } = words;
  const out = await namedFolder(words.out);
  const choices = choicesOf(words);
  const seeds = words.seeds ?? (list.length > 0 ? TABLE_SEEDS : "1");
  const runs: SweepRun[] = [];
  const said = new Set<string>();
  for (const seed of readSeeds(seeds)) {
    for (const choice of choices) {
      const name = `${choice.name}/seed-${seed}`;
      const own = [...set, ...choice.set, `seed=${seed}`];
      const tell = (line: string) => said.add(`${choice.name}: ${line}`);
      const experiment = await experimentOf({ preset, config, set: own }, tell);
      runs.push({ name, folder: resolve(join(out, name)), set: own, experiment });
    }
  }
  said.forEach(say);
  await checkAll(runs, words);
  return runs;
}

/** A table says which experiment it is; `--set` may still change what its rows do not. */
function choicesOf({ list, vary, preset, config }: SweepWords): Combination[] {
  if (list.length === 0) return combinations(vary, preset ?? "runs");
  const other = { "--preset": preset, "--config": config, "--vary": vary[0] };
  for (const [option, got] of Object.entries(other)) {
    if (got === undefined) continue;
    const allowed = "nothing beside --list";
    throw new SpikefedError("simulate/option", { option, got, allowed });
  }
  return tableRuns(tablesNamed(list));
}

async function checkAll(runs: readonly SweepRun[], { from, offline }: SweepWords): Promise<void> {
  const datasets = new Map<string, Dataset>();
  for (const { experiment } of runs) {
    const { dataset: name } = experiment;
    const dataset = datasets.get(name) ?? (await loadDataset({ dataset: name, from, offline }));
    datasets.set(name, dataset);
    checkExperiment(experiment, dataset);
  }
}

/** The executor of the sweep, or for a rule that it does not know the processor's. */
export function executorFor({ experiment }: SweepRun, executor: string): string {
  const name = executor.split("/")[0] as ExecutorName;
  return canLearnBy(name, experiment.localRule.kind) ? executor : "kernels/wasm";
}
