// One run from the disk, as a report needs it.

import { SpikefedError } from "@spikefed/protocol";
import { type ReportData, reportData } from "@spikefed/report";
import { readKeptFigures, readLog, type SavedLog } from "@spikefed/run-store";
import { SnnError } from "@spikefed/snn-core";

import { extrasOf } from "../simulate/extras.ts";
import { type Manifest, outFolder, readManifest } from "../simulate/out-folder.ts";
import type { RunPlace } from "./find-runs.ts";

export interface SavedRun {
  data: ReportData;
  /** What of the log could not be used, as a sentence. */
  warning: string | null;
}

/**
 * What only the finished model can tell is taken from `figures.json`, where there is one.
 *
 * @param title What the run is called; null: as its model and dataset are.
 * @returns null for a run that was not opened yet: its log is empty.
 * @throws {SpikefedError} `report/file` with the file that cannot be used.
 */
export async function readRun(
  { folder, log: file }: RunPlace,
  title: string | null,
): Promise<SavedRun | null> {
  const saved = await usable(file, () => readLog(file));
  const { events } = saved;
  if (events.length === 0 && saved.damage === null) return null;
  const manifest = await manifestOf(folder);
  const figures = await readKeptFigures(folder);
  const data = await usable(file, () => {
    const extras = extrasOf(manifest, figures, events);
    return reportData(events, { ...extras, title });
  });
  return { data, warning: warningOf(file, saved) };
}

function manifestOf(folder: string): Promise<Manifest | null> {
  const out = outFolder(folder);
  return usable(out.manifest, () => readManifest(out));
}

/** Whatever is wrong with a file is told with its name. */
async function usable<R>(file: string, use: () => R | Promise<R>): Promise<R> {
  try {
    return await use();
  } catch (error) {
    const isOurs = error instanceof SpikefedError || error instanceof SnnError;
    const why = (isOurs ? error.fact : (error as Error).message).slice(0, 200);
    throw new SpikefedError("report/file", { file, why }, { cause: error });
  }
}

function warningOf(file: string, { events, torn, damage }: SavedLog): string | null {
  if (damage !== null) return `${damage.fact}. The report tells what is before it.`;
  if (!torn) return null;
  return `${file} ends in the middle of line ${events.length + 1}. The report tells what is before it.`;
}
