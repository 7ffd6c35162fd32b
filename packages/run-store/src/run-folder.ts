// Where the files of a run lie in the data folder. Names from outside never become a path here:
// hashes are checked, upload ids are of a closed alphabet.

import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { disk, writeDurably } from "./durable-file.ts";

export interface RunFolder {
  root: string;
  runId: string;
  log: string;
  models: string;
  updates: string;
  /** Signed records, one a line. */
  records: string;
  /** Updates that are kept after their round, where that was asked for. */
  kept: string;
  identities: string;
}

const RUN_ID = /^[A-Za-z0-9_-]{8,64}$/;
const HASH = /^[0-9a-f]{64}$/;

export function isHash(text: string): boolean {
  return HASH.test(text);
}

export function runFolder(dataDir: string, runId: string): RunFolder {
  if (!RUN_ID.test(runId)) throw new Error(`not a run id: ${JSON.stringify(runId)}`);
  const root = join(dataDir, `run-${runId}`);
  return {
    root,
    runId,
    log: join(root, "log.jsonl"),
    models: join(root, "models"),
    updates: join(root, "updates"),
    records: join(root, "records.jsonl"),
    kept: join(root, "kept"),
    identities: join(root, "identities.json"),
  };
}

export async function makeRunFolder(dataDir: string, runId: string): Promise<RunFolder> {
  const folder = runFolder(dataDir, runId);
  await mkdir(folder.models, { recursive: true });
  await mkdir(folder.updates, { recursive: true });
  await disk.flushFolder(folder.root);
  await disk.flushFolder(dataDir);
  return folder;
}

/** `models/<sha256>` or `updates/<sha256>`. */
export function blobPath(folder: string, hash: string): string {
  if (!isHash(hash)) throw new Error("not a sha256");
  return join(folder, hash);
}

/** An update that is counted: named by its bytes and by whose it is, so that two never share it. */
export function updatePath(
  folder: string,
  { sha256, round, client }: { sha256: string; round: number; client: number },
): string {
  return `${blobPath(folder, sha256)}.${round}-${client}`;
}

/** What a strategy remembers beside a model: `models/<sha256>.<version>.server`. */
export function serverStatePath(
  models: string,
  { hash, version }: { hash: string; version: number },
): string {
  return `${blobPath(models, hash)}.${version}.server`;
}

/** The run that the data folder goes on with, or null. */
export async function currentRun(dataDir: string): Promise<RunFolder | null> {
  try {
    const runId = (await readFile(join(dataDir, "current"), "utf8")).trim();
    return RUN_ID.test(runId) ? runFolder(dataDir, runId) : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Points the data folder at a run whose files are all on the disk. */
export async function setCurrentRun(dataDir: string, runId: string): Promise<void> {
  await writeDurably(join(dataDir, "current"), `${runId}\n`, { as: "current" });
}
