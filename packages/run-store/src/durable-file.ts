// Files that survive a power cut: written beside, flushed, renamed, and the folder flushed.

import { randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

import { failpoint, type DurableFile } from "@spikefed/failpoints";
import { SpikefedError } from "@spikefed/protocol";

import { sharedWork } from "./shared-work.ts";

/** The disk, as far as durability needs it: handed in so that tests can watch the order. */
export interface Disk {
  /** Creates `path` with these bytes and flushes it. */
  writeFlushed(path: string, bytes: Uint8Array | string, mode: number): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  flushFolder(folder: string): Promise<void>;
  remove(path: string): Promise<void>;
}

export const disk: Disk = {
  async writeFlushed(path, bytes, mode) {
    const file = await open(path, "wx", mode);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  },
  rename,
  /** Updates that arrive together are renamed one by one, and made durable by one flush. */
  flushFolder: sharedWork(flushFolder),
  remove: (path) => rm(path, { force: true }),
};

/** Windows cannot open a folder; there the rename alone has to do. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Writes `path` completely or not at all, and only returns when it is on the disk.
 *
 * @param options.as its name among the failpoints
 * @throws {SpikefedError} `store/full`; `store/write` when the folder cannot be written.
 */
export async function writeDurably(
  path: string,
  bytes: Uint8Array | string,
  options: { mode?: number; disk?: Disk; as?: DurableFile } = {},
): Promise<void> {
  const { disk: to = disk, as } = options;
  const beside = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    if (as) failpoint(`${as}:unwritten`);
    await to.writeFlushed(beside, bytes, options.mode ?? 0o644);
    if (as) failpoint(`${as}:written`);
    await moveDurably(beside, path, { to, onRenamed: () => as && failpoint(`${as}:renamed`) });
    if (as) failpoint(`${as}:durable`);
  } catch (error) {
    await to.remove(beside).catch(() => undefined); // the first error is the one to tell
    throw writeError(path, error);
  }
}

/** Renames a flushed file and flushes the folder it is in now. */
export async function moveDurably(
  from: string,
  path: string,
  options: { to?: Disk; onRenamed?: () => void } = {},
): Promise<void> {
  const { to = disk, onRenamed } = options;
  await to.rename(from, path);
  onRenamed?.();
  await to.flushFolder(dirname(path));
}

/** `store/full` where space is what is missing, else `store/write`. */
export function writeError(file: string, cause: unknown): SpikefedError {
  if (cause instanceof SpikefedError) return cause;
  if (isFull(cause)) return new SpikefedError("store/full", { file }, { cause });
  const why = cause instanceof Error ? cause.message : String(cause);
  return new SpikefedError("store/write", { file, why }, { cause });
}

/** The disk, or this user's part of it, has no space left. */
export function isFull(error: unknown): boolean {
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  return code === "ENOSPC" || code === "EDQUOT" || code === "store/full";
}
