// The files of PyTorch's blocks: those that are there, or written by bench/pytorch/vgg9_blocks.py.

import { execFile } from "node:child_process";
import { access, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const script = fileURLToPath(new URL("../../../../bench/pytorch/vgg9_blocks.py", import.meta.url));
const kept = fileURLToPath(new URL("../../../../.spikefed/blocks", import.meta.url));

export interface BlockDraw {
  batch: number;
  seed: number;
}

/** Where the files of a draw are kept between runs. */
export const folderOf = ({ batch, seed }: BlockDraw): string => join(kept, `b${batch}-s${seed}`);

/**
 * Paths by index of the block. The script runs when there are none: about 6 s a picture.
 *
 * @throws {Error} with the script's own words, when it cannot run.
 */
export async function blockFiles(
  folder: string,
  python: string,
  draw: BlockDraw,
): Promise<string[]> {
  // The script goes backward, so that the first block's file is the last one.
  const isDone = await access(join(folder, "block-0.safetensors")).then(
    () => true,
    () => false,
  );
  if (!isDone) {
    const args = [script, "--out", folder, "--batch", `${draw.batch}`, "--seed", `${draw.seed}`];
    await promisify(execFile)(python, args);
  }
  const names = await readdir(folder);
  const index = (name: string) => Number(/^block-(\d+)\.safetensors$/.exec(name)?.[1]);
  return names
    .filter((name) => !Number.isNaN(index(name)))
    .sort((a, b) => index(a) - index(b))
    .map((name) => join(folder, name));
}
