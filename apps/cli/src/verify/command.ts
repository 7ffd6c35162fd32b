// `npm run verify -- [--executor NAME] [--backend NAME] [--tuned] [--json] [FILE...]`

import { readFile } from "node:fs/promises";

import { SpikefedError } from "@spikefed/protocol";
import type { BackendName, ExecutorName } from "@spikefed/snn-core";
import { SnnError } from "@spikefed/snn-core";
import { prepareNodeGpu, prepareNodeWasm } from "@spikefed/snn-core/node";
import { type GoldenCase, readGoldenCase } from "@spikefed/volunteer";
import type { Command } from "commander";

import { listAdapters } from "../adapters/adapters.ts";
import type { CaseResult } from "./check-case.ts";
import { goldenFiles } from "./golden-files.ts";
import { runHere, runTargets, WORKER_COMMAND } from "./run-targets.ts";
import { chooseTargets, type Target } from "./targets.ts";

interface Options {
  executor?: string;
  backend?: string;
  tuned?: boolean;
  json?: boolean;
}

export function addVerify(program: Command): void {
  program
    .command("verify")
    .description("compare training steps with PyTorch's, tensor by tensor")
    .argument("[files...]", "golden cases (safetensors); default: those of the project")
    .option("--executor <name>", "reference, kernels or engine; default: all")
    .option("--backend <name>", "cpu, wasm or webgpu; default: all")
    .option("--tuned", "the engine with the kernels that the tuner chooses, too")
    .option("--json", "one JSON document instead of lines")
    .action(verify);
  program
    .command(WORKER_COMMAND, { hidden: true })
    .arguments("<executor> <backend> <adapter> <files...>")
    .option("--tuned")
    .action(verifyHere);
}

async function verifyHere(
  executor: ExecutorName,
  backend: BackendName,
  adapter: string,
  files: string[],
  { tuned }: Pick<Options, "tuned">,
): Promise<void> {
  prepareNodeWasm();
  if (backend === "webgpu") await prepareNodeGpu();
  const target: Target = { executor, backend, ...(tuned && { isTuned: true }) };
  await runHere(target, adapter, files, (line) => process.stdout.write(`${line}\n`));
  process.exit(0); // Dawn keeps the process alive
}

/** Exit code 0: all hold; 1: one does not; 2: a file or an option cannot be used. */
async function verify(named: string[], options: Options): Promise<void> {
  const results: CaseResult[] = [];
  try {
    const targets = chooseTargets(options.executor, options.backend, options.tuned);
    const files = named.length > 0 ? named : await goldenFiles();
    const cases = await readCases(files);
    const adapters = listAdapters(process.env);
    await runTargets(files, cases, targets, adapters, (result) => {
      if (!options.json && isNewChoice(results.at(-1), result)) {
        process.stdout.write(`${result.adapter}, tuned kernels: ${result.tuned}\n`);
      }
      results.push(result);
      if (!options.json) process.stdout.write(`${lineOf(result)}\n`);
    });
  } catch (error) {
    if (!(error instanceof SpikefedError || error instanceof SnnError)) throw error;
    process.stderr.write(`${error.fact}. ${error.cure}\n`);
    process.exitCode = 2;
    return;
  }
  if (results.length === 0) {
    process.stderr.write("Nothing ran: there is no WebGPU adapter. Choose another backend.\n");
    process.exitCode = 2;
    return;
  }
  if (options.json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
  process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
}

async function readCases(files: readonly string[]): Promise<GoldenCase[]> {
  const cases: GoldenCase[] = [];
  for (const file of files) {
    try {
      cases.push(readGoldenCase(file, await readFile(file)));
    } catch (error) {
      const why =
        error instanceof SpikefedError || error instanceof SnnError
          ? error.fact
          : String((error as Error).message);
      throw new SpikefedError("verify/file", { file, why }, { cause: error });
    }
  }
  return cases;
}

/** The first result with these tuned kernels. */
const isNewChoice = (last: CaseResult | undefined, { adapter, tuned }: CaseResult): boolean =>
  tuned !== null && (last?.adapter !== adapter || last.tuned !== tuned);

function lineOf(result: CaseResult): string {
  const { case: name, executor, backend, adapter, tuned, ok, failed, worst } = result;
  const on = `${executor}/${backend}${tuned === null ? "" : " tuned"}`.padEnd(20);
  const verdict = ok ? "ok" : `FAILED ${failed}`;
  const size = worst.error === null ? "not a number" : worst.error.toExponential(1);
  const error = `largest relative error ${size} (${worst.tensor})`;
  return `${name.padEnd(14)} ${on} ${adapter.padEnd(11)} ${verdict}  ${error}`;
}
