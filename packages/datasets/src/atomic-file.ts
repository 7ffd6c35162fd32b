// Files that are there completely or not at all, however the process ends.

import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";
import { SpikefedError } from "@spikefed/protocol";

const TEMPORARY = /\.[0-9a-f]{12}\.tmp$/;
const DAY_MS = 24 * 3600 * 1000;

/** A name beside `path` that nobody else uses. */
export function temporaryName(path: string): string {
  return `${path}.${randomBytes(6).toString("hex")}.tmp`;
}

/**
 * Writes `path` under a temporary name, flushes it to the disk, then renames it and flushes the
 * folder, which is made if it is missing. Nothing is left behind when `fill` fails.
 * @throws data/cache-write when the disk is full or the folder cannot be written
 */
export async function writeAtomically<T>(
  path: string,
  fill: (file: FileHandle) => Promise<T>,
): Promise<T> {
  const temporary = temporaryName(path);
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(temporary, "wx");
    let result: T;
    try {
      result = await fill(file);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
    return result;
  } catch (error) {
    await rm(temporary, { force: true });
    throw cacheWriteError(path, error);
  }
}

/** The named error for a failed write; an error that has a name already stays as it is. */
export function cacheWriteError(file: string, cause: unknown): SpikefedError {
  if (cause instanceof SpikefedError) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new SpikefedError("data/cache-write", { file, why }, { cause });
}

/** Removes temporary files that a killed process left in `folder` more than a day ago. */
export async function sweepTemporary(folder: string, nowMs: number): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!TEMPORARY.test(name)) continue;
    const path = join(folder, name);
    const info = await stat(path).catch(() => null); // null: another process removed it just now
    if (info && nowMs - info.mtimeMs > DAY_MS) await rm(path, { force: true, recursive: true });
  }
}

/** Windows cannot open a folder; there the rename alone has to do. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
