// The folder of a simulated run. What is in it belongs to one experiment, and to one process at a
// time.

import { access, mkdir, stat } from "node:fs/promises";
import { join } from "node:path";

import { SpikefedError } from "@spikefed/protocol";
import { type FolderLock, lockFolder } from "@spikefed/run-store";

import { differenceOf, type Manifest, readManifest, writeManifest } from "./manifest.ts";

export { type Manifest, readManifest, writeManifest };

export interface OutFolder {
  root: string;
  /** The run log. */
  log: string;
  /** Figures by round, for spreadsheets. */
  rounds: string;
  /** The newest model, whole. */
  model: string;
  /** The one with the best accuracy so far, whole. */
  best: string;
  manifest: string;
  report: string;
  /** What the models that were judged took for what. */
  matrices: string;
  /** The engine's kernels that were chosen, where there is a choice; `--tuning` takes it. */
  tuning: string;
  /** While it runs: models by hash, updates of the open round. */
  models: string;
  updates: string;
  /** Signed records, one a line. */
  records: string;
  /** Updates and models that are kept after their round, where that was asked for. */
  kept: string;
  /** What clients have learned and not sent, where updates leave something out. */
  remainders: string;
  /** Norm layers that stay with their clients, where the settings say so. */
  norms: string;
}

export const outFolder = (root: string): OutFolder => ({
  root,
  log: join(root, "run.jsonl"),
  rounds: join(root, "rounds.csv"),
  model: join(root, "model.safetensors"),
  best: join(root, "best.safetensors"),
  manifest: join(root, "manifest.json"),
  report: join(root, "report.html"),
  matrices: join(root, "matrices.json"),
  tuning: join(root, "tuning.json"),
  models: join(root, "models"),
  updates: join(root, "updates"),
  records: join(root, "records.jsonl"),
  kept: join(root, "kept"),
  remainders: join(root, "remainders"),
  norms: join(root, "norms"),
});

/**
 * What `--out` names: a folder, or nothing yet.
 *
 * @throws {SpikefedError} `simulate/option` where it is missing, or a file is in its place.
 */
export async function namedFolder(out: string | undefined): Promise<string> {
  if (out !== undefined && !(await isFile(out))) return out;
  const facts = { option: "--out", got: out ?? "missing", allowed: "a folder" };
  throw new SpikefedError("simulate/option", facts);
}

/** Also where a part of the path is one. Of what cannot be looked at, who writes there is told more. */
const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => !found.isDirectory(),
    (error: NodeJS.ErrnoException) => error.code === "ENOTDIR",
  );

/**
 * The run that the folder holds, if it may be taken up for this one; null: there is none. Makes
 * nothing, so that a wrong command leaves no trace.
 *
 * @param wanted What is known of the wanted run so far.
 * @throws {SpikefedError} `simulate/exists` without `resume`, `simulate/other-run` for another
 *   experiment, `simulate/manifest` when there are files of a run and no manifest to read.
 */
export async function lookInto(
  folder: OutFolder,
  wanted: Partial<Manifest> & Pick<Manifest, "experiment">,
  resume: boolean,
): Promise<Manifest | null> {
  const kept = await readManifest(folder);
  if (kept === null) {
    await checkUnused(folder);
    return null;
  }
  if (!resume) throw new SpikefedError("simulate/exists", { folder: folder.root });
  const difference = differenceOf(kept, wanted);
  if (difference === null) return kept;
  throw new SpikefedError("simulate/other-run", { folder: folder.root, ...difference });
}

/** Files of a run without their manifest would be mixed with those of another run. */
async function checkUnused({ log, rounds, model, report, manifest }: OutFolder): Promise<void> {
  for (const file of [log, rounds, model, report]) {
    const isThere = await access(file).then(
      () => true,
      () => false,
    );
    if (!isThere) continue;
    const why = `it is missing beside ${file}`;
    throw new SpikefedError("simulate/manifest", { file: manifest, why });
  }
}

/**
 * Makes the folder for this run, or takes it up again. It is ours until the lock is released.
 *
 * @throws {SpikefedError} those of `lookInto`; `simulate/busy` while another process has it.
 */
export async function claim(
  folder: OutFolder,
  manifest: Manifest,
  resume: boolean,
): Promise<FolderLock> {
  await mkdir(folder.models, { recursive: true });
  await mkdir(folder.updates, { recursive: true });
  const lock = await lockOf(folder.root);
  try {
    const kept = await lookInto(folder, manifest, resume);
    if (kept === null) await writeManifest(folder, manifest);
    else if (kept.builds.length < manifest.builds.length) {
      await writeManifest(folder, { ...kept, builds: manifest.builds });
    }
    return lock;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function lockOf(root: string): Promise<FolderLock> {
  try {
    return await lockFolder(root);
  } catch (error) {
    if (!(error instanceof SpikefedError) || error.code !== "store/busy") throw error;
    throw new SpikefedError("simulate/busy", error.facts, { cause: error });
  }
}
