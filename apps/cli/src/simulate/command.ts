// `npm run simulate -- --preset NAME | --config FILE [--set KEY=VALUE ...] --out DIR [--resume]`

import { resolve } from "node:path";

import { loadDataset } from "@spikefed/datasets";
import { SpikefedError } from "@spikefed/protocol";
import { SnnError } from "@spikefed/snn-core";
import type { Command } from "commander";

import { tellProgress } from "../bench/progress.ts";
import { prepareMachine } from "../volunteer/device.ts";
import { Federation } from "./federation.ts";
import { openLog } from "./open-log.ts";
import { claim, type Manifest, outFolder } from "./out-folder.ts";
import { writeFigures, writeReport } from "./outputs.ts";
import { presets } from "./presets.ts";
import { judgedLine, progressLine, shareDone } from "./progress.ts";
import { experimentOf } from "./read-experiment.ts";
import { checkExperiment, runPlan } from "./run-plan.ts";
import { commandLine, versions } from "./versions.ts";

interface Options {
  preset?: string;
  config?: string;
  set: string[];
  out?: string;
  resume: boolean;
  executor?: string;
  tuning: string;
  from?: string;
  offline: boolean;
  list: boolean;
}

const collect = (value: string, before: string[]) => [...before, value];

export function addSimulate(program: Command): void {
  program
    .command("simulate")
    .description("run a federation of virtual clients in one process")
    .option("--preset <name>", "an experiment that comes with the program")
    .option("--config <file>", "an experiment as a JSON object")
    .option("--set <key=value>", "change a key of it; may be given again", collect, [])
    .option("--out <folder>", "where log, figures, model and report go")
    .option("--resume", "go on with the run in that folder", false)
    .option("--executor <name>", "engine, kernels or reference, with /webgpu, /wasm or /cpu behind")
    .option("--tuning <plain|auto|file>", "kernels of the engine", "plain")
    .option("--from <path or url>", "an official archive of the dataset")
    .option("--offline", "no network", false)
    .option("--list", "show the presets and where each is from", false)
    .action(simulate);
}

/** Exit code 0: the run is over; 2: it could not start or go on. */
async function simulate(options: Options): Promise<void> {
  try {
    if (options.list) list();
    else await run(options);
    process.exit(0);
  } catch (error) {
    if (!(error instanceof SpikefedError || error instanceof SnnError)) throw error;
    process.stderr.write(`${error.fact}. ${error.cure}\n`);
    process.exit(2);
  }
}

function list(): void {
  for (const [name, { source }] of presets) process.stdout.write(`${name}\n    ${source}\n`);
}

async function run(options: Options): Promise<void> {
  const { out, resume, from, offline } = options;
  if (out === undefined) {
    throw new SpikefedError("simulate/option", {
      option: "--out",
      got: "missing",
      allowed: "a folder",
    });
  }
  const { preset, config, set } = options;
  const experiment = await experimentOf({ preset, config, set });
  const dataset = await loadDataset({ dataset: experiment.dataset, from, offline });
  const checked = checkExperiment(experiment, dataset);
  const { executor: wanted, tuning } = options;
  const machine = await prepareMachine({ executor: wanted, tuning });
  const { name, source, procedural, sha256 } = dataset;
  const manifest: Manifest = {
    format: 1,
    experiment,
    dataset: { name, source, procedural, sha256 },
    executor: machine.device.executor,
    adapter: machine.device.label,
    versions: versions(),
    command: commandLine(options),
    model: null,
  };
  const folder = outFolder(resolve(process.env["INIT_CWD"] ?? process.cwd(), out));
  await claim(folder, manifest, resume);
  const executor = await machine.prepared.trainer(checked.spec);
  await federate(runPlan(checked, folder, executor), manifest, {
    dataset,
    device: machine.device.kind,
    sentence: machine.sentence,
  });
}

type Plan = ReturnType<typeof runPlan>;

async function federate(
  plan: Plan,
  manifest: Manifest,
  about: Pick<Parameters<typeof openLog>[0], "dataset" | "device"> & { sentence: string },
): Promise<void> {
  const { rounds, clients, participants } = plan.settings;
  const progress = tellProgress({
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isTerminal: process.stderr.isTTY,
    clock: () => performance.now(),
  });
  progress.lines([
    `${rounds} rounds of ${participants ?? clients} of ${clients} clients on ${about.dataset.source}. ${about.sentence}`,
    `Interrupt when you like: the same command with --resume goes on. Files: ${plan.folder.root}`,
  ]);
  const runId = manifest.dataset.sha256.slice(0, 8) + `-${plan.settings.seed}-${Date.now()}`;
  const { log, warning } = await openLog({
    ...{ plan, ...about, runId, now: Date.now },
    onDurable: () => undefined,
    onFailure: (error) => {
      process.stderr.write(`${error.fact}. ${error.cure}\n`);
      process.exit(2);
    },
  });
  if (warning !== null) progress.lines([warning]);
  const startMs = performance.now();
  let before: number | null = null;
  const federation = new Federation({
    ...{ plan, log, now: Date.now },
    tell: (doing) => {
      before ??= shareDone(doing, rounds);
      const elapsedMs = performance.now() - startMs;
      progress.now(progressLine(doing, { elapsedMs, before, rounds }));
      if (doing.type === "judged") progress.lines([judgedLine(doing)]);
    },
    onJudged: () => writeFigures(plan, log, manifest),
  });
  await federation.run();
  progress.now("writing the report");
  await writeFigures(plan, log, manifest);
  await writeReport(plan, log, manifest);
  progress.stop();
  process.stdout.write(`Done: ${plan.folder.report}\n`);
  await log.close();
}
