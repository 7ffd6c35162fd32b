// `npm run sweep -- --preset NAME | --config FILE [--set KEY=VALUE ...] --vary KEY=VALUE ...
//  --seeds 1,2,3 [--jobs N] --out DIR`, `npm run sweep -- --list TABLE ... --out DIR`

import { availableParallelism } from "node:os";
import { relative } from "node:path";

import { SpikefedError } from "@spikefed/protocol";
import { SnnError } from "@spikefed/snn-core";
import type { Command } from "commander";

import { type PreparedMachine, prepareMachine } from "../../volunteer/device.ts";
import { buildOf } from "../build.ts";
import { withRunOptions } from "../command.ts";
import { listenForInterrupt } from "../interrupt.ts";
import { quoted } from "../versions.ts";
import { readJobs } from "./combinations.ts";
import { manifestIn } from "./finished.ts";
import { defaultJobs } from "../../queue/run-queue.ts";
import { executorFor, type SweepRun, sweepPlan, type SweepWords } from "./sweep-plan.ts";
import { sweep } from "./sweep.ts";

interface Options extends SweepWords {
  jobs?: string;
  saveSpikes: boolean;
  allowOtherBuild: boolean;
}

const collect = (value: string, before: string[]) => [...before, value];
const say = (line: string) => void process.stdout.write(`${line}\n`);

export function addSweep(program: Command): void {
  const command = program
    .command("sweep")
    .description("run a federation with each value of some keys, each with several seeds");
  withRunOptions(command)
    .option("--vary <key=value>", "a value of a key that varies; once for each value", collect, [])
    .option("--list <table>", "the runs of a table of docs/results.md, or all", collect, [])
    .option("--seeds <list>", "seeds of each, such as 1,2,3; default: 1, with --list 1,2,3")
    .option("--jobs <n>", "runs at a time; default: as many as keep this machine busy")
    .option("--out <folder>", "a folder below it for each run")
    .action(sweepCommand);
}

/** Exit code 0: all are done; 1: some failed; 2: it could not start; 130, 143: interrupted. */
async function sweepCommand(options: Options): Promise<void> {
  try {
    process.exit(await run(options));
  } catch (error) {
    if (!(error instanceof SpikefedError || error instanceof SnnError)) throw error;
    process.stderr.write(`${error.fact}. ${error.cure}\n`);
    process.exit(2);
  }
}

async function run(options: Options): Promise<number> {
  const asked = options.jobs === undefined ? null : readJobs(options.jobs);
  const runs = await sweepPlan(options, say);
  const machine = await machineOf(options, runs);
  const { executor, kind } = machine.device;
  const jobs = asked ?? defaultJobs(executor, kind === "software-gpu", availableParallelism());
  say(`${runs.length} runs, ${jobs} at a time. ${machine.sentence}`);
  say("Interrupt when you like: the same command goes on where it was.");
  const interrupt = listenForInterrupt();
  const { signal } = interrupt;
  const wordsOf = (run: SweepRun) =>
    wordsFor(run, { ...options, executor: executorFor(run, executor) });
  const build = await buildOf();
  const failed = await sweep(runs, { jobs, build, wordsOf, say, signal });
  const code = interrupt.exitCode();
  if (code !== null) say("Interrupted; the same command goes on.");
  if (failed.length > 0) say(`${failed.length} of ${runs.length} runs failed.`);
  const where = quoted(relative(process.cwd(), options.out!) || ".");
  const isOfTable = options.list.length > 0 && options.set.length === 0;
  if (isOfTable) say(`As tables: npm run tables -- ${where}`);
  say(`Compare them: npm run report -- ${where}`);
  return code ?? (failed.length > 0 ? 1 : 0);
}

/** One executor for all: that of runs that are there already, or what is chosen once. */
async function machineOf(options: Options, runs: readonly SweepRun[]): Promise<PreparedMachine> {
  let { executor } = options;
  const telling = runs.filter(({ experiment }) => experiment.localRule.kind === "surrogate-bptt");
  for (const { folder } of telling) executor ??= (await manifestIn(folder))?.executor;
  return prepareMachine({ executor, tuning: options.tuning ?? "auto" });
}

/** `simulate` with what this run has of its own. */
function wordsFor({ set, folder }: SweepRun, options: Options): string[] {
  const { preset, config, executor, tuning, from } = options;
  const { offline = false, saveSpikes, allowOtherBuild } = options;
  const pairs = { preset, config, executor, tuning, from };
  return [
    "simulate",
    ...Object.entries(pairs).flatMap(([name, value]) => (value ? [`--${name}`, value] : [])),
    ...set.flatMap((pair) => ["--set", pair]),
    ...(offline ? ["--offline"] : []),
    ...(saveSpikes ? ["--save-spikes"] : []),
    ...(allowOtherBuild ? ["--allow-other-build"] : []),
    ...["--out", folder, "--resume"],
  ];
}
