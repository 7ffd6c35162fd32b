// Averaging that waits for space on the disk.

import { SpikefedError } from "@spikefed/protocol";
import { isFull, type AverageInput, type AverageOutput } from "@spikefed/run-store";

import type { Ports } from "./ports.ts";

/**
 * On a full disk the same again until there is space: the same input gives the same files.
 *
 * @param isClosed nobody waits for it any more
 * @throws {SpikefedError} those of `average`; `store/full` only once it is closed
 */
export async function averageWithSpace(
  { aggregator, fullDisk }: Ports,
  input: AverageInput,
  isClosed: () => boolean,
): Promise<AverageOutput> {
  for (;;) {
    try {
      return await aggregator.average(input);
    } catch (error) {
      if (isClosed() || !(error instanceof SpikefedError) || !isFull(error)) throw error;
      await fullDisk.wait(error);
    }
  }
}
