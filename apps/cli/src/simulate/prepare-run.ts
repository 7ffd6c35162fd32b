// From the words of a command to a run that can start: nothing is made before all is checked.

import { resolve } from "node:path";

import { type Dataset, loadDataset } from "@spikefed/datasets";
import { SpikefedError } from "@spikefed/protocol";
import type { FolderLock } from "@spikefed/run-store";
import type { Executor } from "@spikefed/snn-core";

import { type PreparedMachine, prepareMachine } from "../volunteer/device.ts";
import { keepTuning, tuningOf } from "./kept-tuning.ts";
import type { Manifest } from "./manifest.ts";
import { claim, lookInto, type OutFolder, outFolder } from "./out-folder.ts";
import { experimentOf } from "./read-experiment.ts";
import { checkExperiment, type Checked } from "./run-plan.ts";
import { commandLine, type CommandWords, versions } from "./versions.ts";

export interface RunWords extends CommandWords {
  resume: boolean;
}

export interface PreparedRun {
  checked: Checked;
  manifest: Manifest;
  machine: PreparedMachine;
  executor: Executor;
  folder: OutFolder;
  /** The folder is ours. */
  lock: FolderLock;
}

/**
 * @throws {SpikefedError} `simulate/...`, `room/settings`, `partition/...`, `data/...`,
 *   `volunteer/option`
 * @throws {SnnError} `gpu/kernels` for an executor that does not exist.
 */
export async function prepareRun(words: RunWords): Promise<PreparedRun> {
  const { out, resume, from, offline, preset, config, set } = words;
  if (out === undefined) {
    const facts = { option: "--out", got: "missing", allowed: "a folder" };
    throw new SpikefedError("simulate/option", facts);
  }
  const experiment = await experimentOf({ preset, config, set });
  const folder = outFolder(resolve(out));
  const kept = await lookInto(folder, { experiment }, resume);
  const dataset = await loadDataset({ dataset: experiment.dataset, from, offline });
  const checked = checkExperiment(experiment, dataset);
  const tuning = words.tuning ?? (await tuningOf(folder, kept));
  const machine = await prepareMachine({ executor: words.executor ?? kept?.executor, tuning });
  const executor = await machine.prepared.trainer(checked.spec);
  const manifest: Manifest = {
    ...{ format: 1, experiment, dataset: originOf(dataset) },
    ...{ executor: machine.device.executor, adapter: machine.device.label },
    tuning: machine.prepared.tuning?.tuning ?? null,
    ...{ versions: versions(), command: commandLine(words), model: null },
  };
  const lock = await claim(folder, manifest, resume);
  await keepTuning(folder, machine, tuning);
  return { checked, manifest, machine, executor, folder, lock };
}

const originOf = ({ name, source, procedural, sha256 }: Dataset): Manifest["dataset"] => ({
  ...{ name, source, procedural, sha256 },
});
