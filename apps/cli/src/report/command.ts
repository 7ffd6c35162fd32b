// `npm run report -- DIR... [--out FILE] [--plots FOLDER] [--attacks FILE]`: the report of a run again, or several runs compared.

import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

import { SpikefedError } from "@spikefed/protocol";
import type { PlotFile } from "@spikefed/report";
import { writeDurably } from "@spikefed/run-store";
import type { Command } from "commander";

import { makeReport } from "./make-report.ts";

export function addReport(program: Command): void {
  program
    .command("report")
    .description("write the report of a run again, or compare several runs")
    .argument("<folders...>", "of simulate, of a sweep, or a coordinator's data folder")
    .option("--out <file>", "the page; without it, beside the run")
    .option("--plots <folder>", "its curves and maps as SVG files, its table as Markdown")
    .option("--attacks <file>", "what strategies withstand of attackers, as a Markdown table")
    .action(report);
}

interface Options {
  out?: string;
  plots?: string;
  attacks?: string;
}

/** Exit code 0: all is written; 2: it is not. */
async function report(folders: string[], { out, plots, attacks }: Options): Promise<void> {
  try {
    const here = process.env["INIT_CWD"] ?? process.cwd();
    const places = folders.map((folder) => resolve(here, folder));
    const made = await makeReport(places);
    const { html, name, summary, warnings } = made;
    for (const warning of warnings) process.stderr.write(`${warning}\n`);
    const beside = places.length === 1 ? places[0]! : here;
    const file = out === undefined ? join(beside, name) : resolve(here, out);
    const table = attacks === undefined ? null : made.attacks();
    await write(file, html);
    const written = plots === undefined ? [] : await writePlots(resolve(here, plots), made.plots());
    if (attacks !== undefined && table !== null) {
      written.push(resolve(here, attacks));
      await write(resolve(here, attacks), table);
    }
    process.stdout.write([...summary, ...[file, ...written].map(writtenLine), ""].join("\n"));
  } catch (error) {
    if (!(error instanceof SpikefedError)) throw error;
    process.stderr.write(`${error.fact}. ${error.cure}\n`);
    process.exitCode = 2;
  }
}

const writtenLine = (file: string): string => `Written: ${file}`;

/** Makes the folder; files of the same names are replaced, others stay. */
async function writePlots(folder: string, plots: readonly PlotFile[]): Promise<string[]> {
  const files = plots.map(({ name }) => join(folder, name));
  await mkdir(folder, { recursive: true }).catch((error: Error) => {
    throw new SpikefedError("report/out", { file: folder, why: error.message }, { cause: error });
  });
  for (const [i, { text }] of plots.entries()) await write(files[i]!, text);
  return files;
}

async function write(file: string, html: string): Promise<void> {
  const folder = dirname(file);
  try {
    if (!existsSync(folder)) throw new Error(`there is no folder ${folder}`);
    await writeDurably(file, html);
  } catch (error) {
    const why = error instanceof SpikefedError ? error.facts["why"]! : (error as Error).message;
    throw new SpikefedError("report/out", { file, why }, { cause: error });
  }
}
