// Updates and models that are kept although the run is done with them: for an audit.

import { link, mkdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { disk, writeDurably, writeError } from "./durable-file.ts";

/**
 * Gives files a second name in `folder`, on the disk when this resolves. What removes the first
 * name does not touch them. It can be done again.
 *
 * @throws {SpikefedError} `store/full`, `store/write`
 */
export async function keepBlobs(files: readonly string[], folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    for (const file of files) await keep(file, join(folder, basename(file)));
    await disk.flushFolder(folder);
  } catch (error) {
    throw writeError(folder, error);
  }
}

async function keep(file: string, kept: string): Promise<void> {
  try {
    await link(file, kept);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return; // kept before a crash
    await writeDurably(kept, await readFile(file)); // a disk without links: whole or not at all
  }
}
