// What the tuner found on this machine's adapters, one JSON file each, and reports that a person
// names.

import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { SpikefedError } from "@spikefed/protocol";
import { completedReport } from "@spikefed/snn-core";
import type { TuningStore, TuningWish } from "@spikefed/volunteer";

/** Files below `folder`, named by adapter; a report that is cut off never gets its name. */
export function tuningFiles(folder: string): TuningStore {
  const fileOf = (adapter: string) =>
    join(folder, `tuning-${adapter.replace(/[^a-z0-9]+/gi, "-").slice(0, 80)}.json`);
  return {
    load: async (adapter) => JSON.parse(await readFile(fileOf(adapter), "utf8")) as unknown,
    save: async (report) => {
      const file = fileOf(report.adapter);
      await mkdir(folder, { recursive: true });
      await writeFile(`${file}.${process.pid}`, `${JSON.stringify(report, null, 2)}\n`);
      await rename(`${file}.${process.pid}`, file);
    },
  };
}

/**
 * `--tuning`: auto, plain, or a file with a tuner's report.
 *
 * @throws {SpikefedError} `volunteer/option` for a file that is not there or no JSON.
 */
export async function readTuningWish(text: string): Promise<TuningWish> {
  if (text === "auto" || text === "plain") return text;
  try {
    return { name: text, report: completedReport(JSON.parse(await readFile(text, "utf8"))) };
  } catch (cause) {
    const allowed = "auto, plain or a file with a tuner's report";
    throw new SpikefedError(
      "volunteer/option",
      { option: "--tuning", got: text, allowed },
      { cause },
    );
  }
}
