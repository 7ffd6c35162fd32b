// Runs trials, shows their figures, and ends with 1 when something was violated.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { SpikefedError } from "@spikefed/protocol";

import { readOptions, usage, type TortureOptions } from "./options.ts";
import { mapSideBySide } from "./side-by-side.ts";
import { resultsTable, type Finished } from "./table.ts";
import type { Trial } from "./trial.ts";
import { trials } from "./trials.ts";

try {
  const names = trials.map(({ name }) => name);
  const options = readOptions(process.argv.slice(2), names);
  if (options.help) process.stdout.write(usage(trials));
  else process.exitCode = await runAll(options);
} catch (error) {
  console.error(error instanceof SpikefedError ? error.message : error);
  process.exitCode = 1;
}

async function runAll(options: TortureOptions): Promise<number> {
  const chosen = trials.filter(({ name }) => options.trials.includes(name));
  const finished = await mapSideBySide(chosen, options.atOnce, (trial) => runOne(trial, options));
  process.stdout.write(resultsTable(finished));
  if (options.json !== null) await writeJson(options.json, options, finished);
  return finished.every(({ violations }) => violations.length === 0) ? 0 : 1;
}

async function runOne(trial: Trial, { full, seed }: TortureOptions): Promise<Finished> {
  const { name, about } = trial;
  const folder = await mkdtemp(join(tmpdir(), `spikefed-torture-${name}-`));
  const say = (line: string) => process.stderr.write(`${name}: ${line}\n`);
  say(`${about}; seed ${seed}`);
  const startedMs = performance.now();
  const result = await trial.run({ full, seed, folder, say }).catch((error: unknown) => ({
    figures: [],
    violations: [`the trial broke off: ${(error as Error).stack ?? String(error)}`],
  }));
  if (result.violations.length === 0) await rm(folder, { recursive: true, force: true });
  else say(`what was left is in ${folder}`);
  return { name, ...result, seconds: (performance.now() - startedMs) / 1000 };
}

async function writeJson(
  file: string,
  { full, seed }: TortureOptions,
  finished: readonly Finished[],
): Promise<void> {
  const { version, platform, arch } = process;
  const record = { machine: { node: version, platform, arch }, full, seed, trials: finished };
  const path = resolve(process.env["INIT_CWD"] ?? process.cwd(), file);
  await writeFile(path, `${JSON.stringify(record, null, 2)}\n`);
}
