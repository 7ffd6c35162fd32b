// What the folder of a run says beside its figures by round: of how many pictures they are, and
// whether more will come. Copied figures have no folder.

import { access } from "node:fs/promises";

import { type Experiment, SpikefedError } from "@spikefed/protocol";
import { readLog } from "@spikefed/run-store";

import { differenceOf } from "../simulate/manifest.ts";
import { outFolder, readManifest } from "../simulate/out-folder.ts";

export interface RunFacts {
  /** Held-out pictures that the accuracy is of. */
  samples: number;
  /** It ended, or nothing says that it has not. */
  isOver: boolean;
}

/**
 * @param folder Of the run; null: its figures are a copy, and it is taken for what was asked.
 * @param asked The table's experiment. Pictures to judge on may be others: they change no model.
 * @throws {SpikefedError} `report/file` for another experiment, `simulate/manifest`
 */
export async function runFacts(folder: string | null, asked: Experiment): Promise<RunFacts> {
  const { testSamples } = asked;
  if (folder === null) return { samples: testSamples, isOver: true };
  const { manifest: file } = outFolder(folder);
  const manifest = await readManifest({ manifest: file });
  const samples = manifest?.experiment.testSamples ?? testSamples;
  const experiment = { ...asked, testSamples: samples };
  const difference = manifest && differenceOf(manifest, { experiment });
  if (difference === null) return { samples, isOver: await isOver(folder) };
  const { what, was, is } = difference;
  throw new SpikefedError("report/file", { file, why: `${what} is ${was}; the table asks ${is}` });
}

/** Its log ends with the end of the run, or is not there. */
export async function isOver(folder: string): Promise<boolean> {
  const { log } = outFolder(folder);
  const isThere = await access(log).then(
    () => true,
    () => false,
  );
  return !isThere || (await readLog(log)).events.at(-1)?.type === "run-ended";
}
