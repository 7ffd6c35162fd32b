// `npm run tables -- FOLDER [--csv FOLDER] [--into FILE]`: the tables of docs/results.md out of a
// sweep's figures.

import { copyFile, mkdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";

import { SpikefedError } from "@spikefed/protocol";
import { writeDurably } from "@spikefed/run-store";
import type { Command } from "commander";

import { tableRuns, tables } from "../simulate/sweep/tables.ts";
import { type MadeTable, makeTables, withTables } from "./make-tables.ts";
import { type FoundRun, foundRuns } from "./read-results.ts";
import { isOver } from "./run-facts.ts";

interface Options {
  csv?: string;
  into?: string;
}

export function addTables(program: Command): void {
  program
    .command("tables")
    .description("write the tables of the results from figures by round")
    .argument("<folder>", "of a sweep, or of copies such as docs/results")
    .option("--csv <folder>", "copy the figures by round there, as NAME-seed-1.csv")
    .option("--into <file>", "a Markdown page whose marked tables are replaced")
    .action(tablesCommand);
}

/** Exit code 0: all is written; 2: it is not. */
async function tablesCommand(place: string, { csv, into }: Options): Promise<void> {
  try {
    const here = process.env["INIT_CWD"] ?? process.cwd();
    const found = await foundRuns(resolve(here, place));
    const made = await makeTables(found);
    if (csv !== undefined) await copyFigures(await finishedRuns(found), resolve(here, csv));
    if (into !== undefined) await writeInto(resolve(here, into), made);
    for (const { name, title, text, runs, of } of made) {
      process.stdout.write(`${title} (${name}, ${runs} of ${of} runs)\n\n${text}\n`);
    }
  } catch (error) {
    if (!(error instanceof SpikefedError)) throw error;
    process.stderr.write(`${error.fact}. ${error.cure}\n`);
    process.exitCode = 2;
  }
}

/** A copy could not say that more will come. */
async function finishedRuns(found: readonly FoundRun[]): Promise<FoundRun[]> {
  const finished: FoundRun[] = [];
  for (const run of found) {
    if (run.folder === null || (await isOver(run.folder))) finished.push(run);
    else process.stderr.write(`Not copied, since it is not finished: ${run.folder}\n`);
  }
  return finished;
}

/** Those of a table; files of the same names are replaced, others stay. */
async function copyFigures(found: readonly FoundRun[], folder: string): Promise<void> {
  const known = new Set(tableRuns([...tables.values()]).map(({ name }) => name));
  try {
    await mkdir(folder, { recursive: true });
    for (const { name, seed, file } of found.filter((run) => known.has(run.name))) {
      await copyFile(file, join(folder, `${name}-seed-${seed}.csv`));
    }
  } catch (error) {
    const why = (error as Error).message;
    throw new SpikefedError("report/out", { file: folder, why }, { cause: error });
  }
}

async function writeInto(file: string, made: readonly MadeTable[]): Promise<void> {
  const page = await readFile(file, "utf8").catch((error: Error) => {
    throw new SpikefedError("report/file", { file, why: error.message });
  });
  await writeDurably(file, withTables(page, made, file));
}
