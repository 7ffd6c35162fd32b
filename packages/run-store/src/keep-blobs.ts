// Updates and models that are kept although the run is done with them: for an audit.

import { copyFile, link, mkdir } from "node:fs/promises";
import { basename, join } from "node:path";

import { disk, flushFile } from "./durable-file.ts";

/**
 * Gives files a second name in `folder`, on the disk when this resolves. What removes the first
 * name does not touch them.
 */
export async function keepBlobs(files: readonly string[], folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const file of files) await keep(file, join(folder, basename(file)));
  await disk.flushFolder(folder);
}

async function keep(file: string, kept: string): Promise<void> {
  try {
    await link(file, kept);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return; // kept before a crash
    await copyFile(file, kept); // a disk without links
    await flushFile(kept);
  }
}
