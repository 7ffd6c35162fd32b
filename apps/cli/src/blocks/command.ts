// `npm run verify:blocks -- [--batch N] [--seed N] [--tuned] [--dir DIR]`: a training step of S-VGG9
// block by block, each one given PyTorch's own input spikes and upstream gradient.

import { readFile } from "node:fs/promises";

import { gpuDevice } from "@spikefed/snn-core";
import { prepareNodeGpu } from "@spikefed/snn-core/node";
import type { Command } from "commander";

import { type Adapter, listAdapters, runSelf } from "../adapters/adapters.ts";
import { tunedKernels } from "../adapters/tuned.ts";
import { readBlockCase } from "./block-case.ts";
import { blockFiles, folderOf } from "./block-files.ts";
import { type BlockEngine, type BlockResult, checkBlock } from "./check-block.ts";
import { judgeSpikes, PER_MILLION, perMillion } from "./judge-spikes.ts";

const WORKER_COMMAND = "blocks-here";

interface Options {
  batch: string;
  seed: string;
  dir?: string;
  adapter?: string;
  tuned?: boolean;
  python: string;
}

export function addBlocks(program: Command): void {
  program
    .command("blocks")
    .description("compare a step of S-VGG9 with PyTorch's, block by block, on the engine")
    .option("--batch <n>", "pictures, two or more", "2")
    .option("--seed <n>", "of pictures, weights and spikes", "1")
    .option("--dir <folder>", "PyTorch's files; written when there are none")
    .option("--adapter <name>", "only this one: lavapipe, swiftshader or system")
    .option("--tuned", "after the plain kernels those that the tuner chooses, too")
    .option(
      "--python <program>",
      "a Python with torch and numpy, to write them",
      "/usr/bin/python3",
    )
    .action(blocks);
  program
    .command(WORKER_COMMAND, { hidden: true })
    .argument("<files...>")
    .option("--tuned")
    .action(async (files: string[], { tuned = false }: Pick<Options, "tuned">) => {
      await checkHere(files, tuned ? await tunedEngine() : await plainEngine());
      process.exit(0); // Dawn keeps the process alive
    });
}

/** Exit code 0: all hold; 1: one does not; 2: nothing could be compared. */
async function blocks(options: Options): Promise<void> {
  const draw = { batch: Number(options.batch), seed: Number(options.seed) };
  const adapters = listAdapters(process.env).filter(
    ({ name }) => options.adapter === undefined || name === options.adapter,
  );
  if (!(draw.batch >= 2))
    return refuse("Batch norm of a fully connected block needs two pictures.");
  if (adapters.length === 0) return refuse("Nothing ran: there is no WebGPU adapter here.");
  try {
    const files = await blockFiles(options.dir ?? folderOf(draw), options.python, draw);
    for (const adapter of adapters) {
      for (const flags of options.tuned ? [[], ["--tuned"]] : [[]]) {
        if (!(await checkOn(adapter, files, flags))) process.exitCode = 1;
      }
    }
  } catch (error) {
    refuse(
      `PyTorch's blocks could not be written (bench/pytorch/README.md says what that needs): ` +
        (error as Error).message,
    );
  }
}

function refuse(why: string): void {
  process.stderr.write(`${why}\n`);
  process.exitCode = 2;
}

/** Prints a line a block and one for all. */
async function checkOn(
  { name, env }: Adapter,
  files: readonly string[],
  flags: readonly string[],
): Promise<boolean> {
  const results: BlockResult[] = [];
  const hear = (line: string) => {
    if (!line.startsWith("{")) return void process.stdout.write(`${name}: ${line}\n`);
    const result = JSON.parse(line) as BlockResult;
    results.push(result);
    process.stdout.write(`${lineOf(name, result)}\n`);
  };
  const { stderr } = await runSelf([WORKER_COMMAND, ...flags, ...files], env, hear);
  const missing = files.length - results.length;
  if (missing > 0) process.stderr.write(`${name}: ${missing} blocks did not run. ${stderr}\n`);
  const { differ, spikes, perMillion: rate, holds } = judgeSpikes(results);
  const share = `${rate.toFixed(2)} in a million, ${PER_MILLION} allowed: ${holds ? "ok" : "FAILED"}`;
  const told = `${differ} of ${spikes.toLocaleString("en")} spikes of all blocks differ`;
  process.stdout.write(`${name}: ${told}: ${share}\n`);
  return missing === 0 && holds && results.every(({ ok }) => ok);
}

function lineOf(adapter: string, { block, spikes, differ, angle, error, ok }: BlockResult): string {
  const rate = `${perMillion({ spikes, differ }).toFixed(2)} in a million`;
  const fired =
    spikes === 0 ? "" : `${differ} of ${spikes.toLocaleString("en")} spikes differ, ${rate}`;
  const cosine = `1 - cosine at most ${angle.value.toExponential(1)} (${angle.gradient})`;
  const verdict = ok ? "ok" : "FAILED";
  const start = `${block.padEnd(18)} ${adapter.padEnd(11)} ${verdict.padEnd(6)}`;
  return `${start} ${fired.padEnd(53)} ${cosine}, error ${error.toExponential(1)}`;
}

/** A device with WebGPU's default limits and no optional features. */
async function plainEngine(): Promise<BlockEngine> {
  await prepareNodeGpu();
  const adapter = await globalThis.spikefedGpu?.requestAdapter();
  const device = await adapter?.requestDevice();
  if (!device) throw new Error("there is no WebGPU adapter");
  return { device };
}

/** The device of a volunteer, with all that the adapter offers. */
async function tunedEngine(): Promise<BlockEngine> {
  await prepareNodeGpu();
  const { tuning, words } = await tunedKernels();
  process.stdout.write(`tuned kernels, ${words}\n`);
  return { device: gpuDevice(), tuning };
}

/** The child's side: a JSON line a block. */
async function checkHere(files: readonly string[], engine: BlockEngine): Promise<void> {
  engine.device.onuncapturederror = ({ error }) => {
    throw new Error(error.message);
  };
  for (const file of files) {
    const result = await checkBlock(engine, readBlockCase(await readFile(file)));
    process.stdout.write(`${JSON.stringify(result)}\n`);
  }
}
