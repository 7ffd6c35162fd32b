// `npm run simulate -- --preset NAME | --config FILE [--set KEY=VALUE ...] --out DIR [--resume]`

import { SpikefedError } from "@spikefed/protocol";
import { SnnError } from "@spikefed/snn-core";
import type { Command } from "commander";

import { carryOut } from "./carry-out.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { prepareRun, type RunWords } from "./prepare-run.ts";
import { presets } from "./presets.ts";

export interface Options extends RunWords {
  saveSpikes: boolean;
  keepUpdates: boolean;
  list: boolean;
}

const collect = (value: string, before: string[]) => [...before, value];

export function addSimulate(program: Command): void {
  const command = program
    .command("simulate")
    .description("run a federation of virtual clients in one process");
  withRunOptions(command)
    .option("--out <folder>", "where log, figures, model and report go")
    .option("--resume", "go on with the run in that folder", false)
    .option(
      "--keep-updates",
      "keep updates and models: npm run audit computes averages again",
      false,
    )
    .option("--list", "show the presets and where each is from", false)
    .action(simulate);
}

/** Which run, on what: what a single run and a sweep have in common. */
export function withRunOptions(command: Command): Command {
  return command
    .option("--preset <name>", "an experiment that comes with the program")
    .option("--config <file>", "an experiment as a JSON object")
    .option("--set <key=value>", "change a key of it; may be given again", collect, [])
    .option("--executor <name>", "engine, kernels or reference, with /webgpu, /wasm or /cpu behind")
    .option("--tuning <plain|auto|file>", "kernels of the engine; default: the fastest here")
    .option("--from <path or url>", "an official archive of the dataset")
    .option("--offline", "no network", false)
    .option("--allow-other-build", "go on with a run that another build began", false)
    .option("--save-spikes", "keep the spikes that the firing rates are counted from", false);
}

async function simulate(options: Options): Promise<void> {
  try {
    process.exit(options.list ? list() : await run(options));
  } catch (error) {
    if (!(error instanceof SpikefedError || error instanceof SnnError)) throw error;
    process.stderr.write(`${error.fact}. ${error.cure}\n`);
    process.exit(2);
  }
}

function list(): number {
  for (const [name, { source }] of presets) process.stdout.write(`${name}\n    ${source}\n`);
  return 0;
}

/** Exit code 0: the run is over; 130, 143: interrupted. What cannot start or go on is thrown. */
async function run(options: Options): Promise<number> {
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const prepared = await prepareRun({ ...options, say });
  const interrupt = listenForInterrupt();
  try {
    const { saveSpikes, keepUpdates } = options;
    await carryOut(prepared, { signal: interrupt.signal, saveSpikes, keepUpdates });
    return 0;
  } catch (error) {
    const code = interrupt.exitCode();
    if (code === null || error !== interrupt.signal.reason) throw error;
    const { fact, cure } = error as SpikefedError;
    process.stderr.write(`${fact}. ${cure}\n`);
    return code;
  } finally {
    interrupt.release();
    await prepared.lock.release();
  }
}
