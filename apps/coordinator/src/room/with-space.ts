// Work that waits for space on the disk.

import { SpikefedError } from "@spikefed/protocol";
import { isFull } from "@spikefed/run-store";

import type { FullDisk } from "./full-disk.ts";

/**
 * On a full disk the same again until there is space.
 *
 * @param work Can be done twice: the same input gives the same files.
 * @param isClosed Nobody waits for it any more.
 * @throws {SpikefedError} those of `work`; `store/full` only once it is closed
 */
export async function withSpace<T>(
  work: () => Promise<T>,
  fullDisk: FullDisk,
  isClosed: () => boolean,
): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (isClosed() || !(error instanceof SpikefedError) || !isFull(error)) throw error;
      await fullDisk.wait(error);
    }
  }
}
