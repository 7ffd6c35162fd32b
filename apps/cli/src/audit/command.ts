// `npm run audit -- DIR... [--key HEX]`: whether the files of runs are as the runs wrote them.

import { resolve } from "node:path";

import { type RunSettings, SpikefedError } from "@spikefed/protocol";
import { auditRun, type ModelShape, runFiles } from "@spikefed/run-store";
import { modelOf, SnnError, stateLayout } from "@spikefed/snn-core";
import { type Command, InvalidArgumentError } from "commander";

import { findRuns } from "../report/find-runs.ts";
import { auditText } from "./audit-text.ts";

export function addAudit(program: Command): void {
  program
    .command("audit")
    .description("check records, log, models and updates of runs against each other")
    .argument("<folders...>", "of simulate, of a sweep, or a coordinator's data folder")
    .option("--key <hex>", "the key that must have signed, as an earlier audit printed it", readKey)
    .action(audit);
}

function readKey(text: string): string {
  if (/^[0-9a-f]{64}$/.test(text)) return text;
  throw new InvalidArgumentError("It must be 64 signs of 0-9 and a-f.");
}

/** Exit code 0: nothing is wrong; 1: something is, and it is named; 2: there is nothing to check. */
async function audit(folders: string[], { key = null }: { key?: string | null }): Promise<void> {
  try {
    const here = process.env["INIT_CWD"] ?? process.cwd();
    for (const { folder, log } of await findRuns(folders.map((name) => resolve(here, name)))) {
      const report = await auditRun(runFiles(folder, log), { key, shapeOf });
      process.stdout.write(`${auditText(folder, report).join("\n")}\n`);
      if (report.findings.length > 0) process.exitCode = 1;
    }
  } catch (error) {
    if (!(error instanceof SpikefedError || error instanceof SnnError)) throw error;
    process.stderr.write(`${error.fact}. ${error.cure}\n`);
    process.exitCode = 2;
  }
}

function shapeOf(settings: RunSettings, classes: number): ModelShape {
  const { entries, length, trainable } = stateLayout(modelOf(settings, classes));
  return { layout: entries, length, trainable, encoding: settings.updateEncoding };
}
