// One coordinator per data folder: two would write into the same log.

import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { SpikefedError } from "@spikefed/protocol";

export interface FolderLock {
  release(): Promise<void>;
}

/** Ours. A lock with our own number that is not here is of an earlier process of a container. */
const held = new Set<string>();

/** @throws {SpikefedError} `store/busy` while another live process holds the folder. */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const file = join(folder, "lock");
  const mark = `${process.pid}\n`;
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      await writeFile(file, mark, { flag: "wx" });
      held.add(file);
      return { release: () => release(file) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const pid = Number(await readFile(file, "utf8").catch(() => ""));
    if (isAlive(pid, file)) throw new SpikefedError("store/busy", { folder, pid });
    await rm(file, { force: true }); // its process was killed
  }
  throw new SpikefedError("store/busy", { folder, pid: "unknown" });
}

function isAlive(pid: number, file: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  if (pid === process.pid) return held.has(file);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function release(file: string): Promise<void> {
  held.delete(file);
  await rm(file, { force: true });
}
