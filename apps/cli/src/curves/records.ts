// CIFAR-10 in the official binary records: a file by name, or what the coordinator keeps for itself.

import { open } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

import { type LabelledImages, PIXEL_BYTES, readShard } from "@spikefed/snn-core";

const RECORD_BYTES = 1 + PIXEL_BYTES;

/** Where a coordinator that ran here keeps the training set. */
export function keptRecords(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  return join(cacheFolder(env, platform), "cifar10", "train.bin");
}

function cacheFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const home = homedir();
  if (env["SPIKEFED_CACHE"]) return env["SPIKEFED_CACHE"];
  if (platform === "win32")
    return join(env["LOCALAPPDATA"] ?? join(home, "AppData/Local"), "spikefed");
  if (platform === "darwin") return join(home, "Library/Caches/spikefed");
  return join(env["XDG_CACHE_HOME"] ?? join(home, ".cache"), "spikefed");
}

/** The first `count` records of a file, or as many as there are. */
export async function readRecords(file: string, count: number): Promise<LabelledImages> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const bytes = new Uint8Array(Math.min(size, count * RECORD_BYTES));
    await handle.read(bytes, 0, bytes.length, 0);
    return readShard(bytes);
  } finally {
    await handle.close();
  }
}
