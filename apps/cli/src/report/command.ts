// `npm run report -- DIR... [--out FILE]`: the report of a run again, or several runs compared.

import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { SpikefedError } from "@spikefed/protocol";
import { writeDurably } from "@spikefed/run-store";
import type { Command } from "commander";

import { makeReport } from "./make-report.ts";

export function addReport(program: Command): void {
  program
    .command("report")
    .description("write the report of a run again, or compare several runs")
    .argument("<folders...>", "of simulate, of a sweep, or a coordinator's data folder")
    .option("--out <file>", "the page; without it, beside the run")
    .action(report);
}

/** Exit code 0: the page is written; 2: it is not. */
async function report(folders: string[], { out }: { out?: string }): Promise<void> {
  try {
    const here = process.env["INIT_CWD"] ?? process.cwd();
    const places = folders.map((folder) => resolve(here, folder));
    const made = await makeReport(places);
    const { html, name, summary, warnings } = made;
    for (const warning of warnings) process.stderr.write(`${warning}\n`);
    const beside = places.length === 1 ? places[0]! : here;
    const file = out === undefined ? join(beside, name) : resolve(here, out);
    await write(file, html);
    process.stdout.write([...summary, `Written: ${file}`, ""].join("\n"));
  } catch (error) {
    if (!(error instanceof SpikefedError)) throw error;
    process.stderr.write(`${error.fact}. ${error.cure}\n`);
    process.exitCode = 2;
  }
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
