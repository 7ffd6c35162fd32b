// Where a run begins: in the lobby, or where its log ends.

import { savedScheduler, type Scheduled } from "@spikefed/fl-core";
import { keptUpdates, updatePath } from "@spikefed/run-store";

import type { Conductor } from "./conductor.ts";
import type { RunParts } from "./run-parts.ts";

/**
 * @param notBeforeMs when a round that was open is opened again
 * @param conductor is told of the updates that the round has
 */
export function firstStep(parts: RunParts, notBeforeMs: number, conductor: Conductor): Scheduled {
  for (const event of keptUpdates(parts.log.events)) {
    const { updateId, sha256 } = event;
    conductor.keepUpdate(updateId, { file: updatePath(parts.folder.updates, event), sha256 });
  }
  return savedScheduler(parts.log.events, notBeforeMs);
}
