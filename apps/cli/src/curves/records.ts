// CIFAR-10 in the official binary records: a file by name, or what the coordinator keeps for itself.

import { open } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

import { cacheFolder } from "@spikefed/datasets";
import { type LabelledImages, PIXEL_BYTES, readShard } from "@spikefed/snn-core";

const RECORD_BYTES = 1 + PIXEL_BYTES;

/** Where a coordinator that ran here keeps the training set. */
export function keptRecords(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  return join(cacheFolder({ env, platform, home: homedir() }), "cifar10", "train.bin");
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
