// From the words of a command to a run that can start: nothing is made before all is checked.

import { resolve } from "node:path";

import { type Dataset, loadDataset } from "@spikefed/datasets";
import type { FolderLock } from "@spikefed/run-store";
import { annTwin, type Executor, twinEpochs } from "@spikefed/snn-core";

import { type PreparedMachine, prepareMachine, processorLabel } from "../volunteer/device.ts";
import { buildOf } from "./build.ts";
import { keepTuning, tuningOf } from "./kept-tuning.ts";
import { buildsWith, type Manifest } from "./manifest.ts";
import { claim, lookInto, namedFolder, type OutFolder, outFolder } from "./out-folder.ts";
import { experimentOf } from "./read-experiment.ts";
import { checkExperiment, type Checked } from "./run-plan.ts";
import { commandLine, type CommandWords, versions } from "./versions.ts";

export interface RunWords extends CommandWords {
  resume: boolean;
  /** Also a run that another build began. */
  allowOtherBuild?: boolean;
  /** What of the command has no effect, a line each. */
  say?: (line: string) => void;
}

export interface PreparedRun {
  checked: Checked;
  manifest: Manifest;
  machine: PreparedMachine;
  executor: Executor;
  /** Of the model's ANN twin; null where none teaches. */
  twin: Executor | null;
  /** What trains, for the person at the terminal. */
  sentence: string;
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
  const { resume, from, offline, preset, config, set } = words;
  const out = await namedFolder(words.out);
  const experiment = await experimentOf({ preset, config, set }, words.say);
  const folder = outFolder(resolve(out));
  const kept = await lookInto(folder, { experiment }, resume);
  const allowOther = words.allowOtherBuild ?? false;
  const builds = buildsWith(await buildOf(), kept, { folder: folder.root, allowOther });
  const dataset = await loadDataset({ dataset: experiment.dataset, from, offline });
  const checked = checkExperiment(experiment, dataset, { isBegun: kept !== null });
  const tuning = words.tuning ?? (await tuningOf(folder, kept));
  const machine = await prepareMachine({ executor: words.executor ?? kept?.executor, tuning });
  const made = await executorsOf(machine, checked);
  const manifest: Manifest = {
    ...{ format: 1, experiment, dataset: originOf(dataset) },
    ...{ executor: made.name, adapter: adapterOf(machine, made.name) },
    tuning: made.isPrepared ? (machine.prepared.tuning?.tuning ?? null) : null,
    ...{ builds, versions: versions(), command: commandLine(words), model: null },
  };
  const lock = await claim(folder, manifest, resume);
  if (made.isPrepared) await keepTuning(folder, machine, tuning);
  const { executor, twin, sentence } = made;
  return { checked, manifest, machine, executor, twin, sentence, folder, lock };
}

/** @throws {SnnError} `train/rule` where an executor was asked for that does not know the rule. */
async function executorsOf({ prepared, device, sentence }: PreparedMachine, checked: Checked) {
  const { spec, settings } = checked;
  const { kind } = settings.localRule;
  const executor = await prepared.trainer(spec, kind);
  const twin = twinEpochs(settings) > 0 ? await prepared.trainer(annTwin(spec), kind) : null;
  const name = `${executor.name}/${executor.backend}`;
  const isPrepared = name === device.executor;
  const instead = `Training with ${name}: ${device.executor} does not learn by ${kind}.`;
  return { executor, twin, name, isPrepared, sentence: isPrepared ? sentence : instead };
}

/** A rule that the chip does not know is trained on the processor. */
const adapterOf = ({ device }: PreparedMachine, executor: string) =>
  executor.endsWith("/webgpu") ? device.label : processorLabel();

const originOf = ({ name, source, procedural, sha256 }: Dataset): Manifest["dataset"] => ({
  ...{ name, source, procedural, sha256 },
});
