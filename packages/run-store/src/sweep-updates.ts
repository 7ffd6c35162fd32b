// Files that a stopped coordinator left in the folder of updates, and that nothing reads any more.

import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

import { savedRound } from "@spikefed/fl-core";
import type { LogEvent } from "@spikefed/protocol";

import { forgetUpdates } from "./aggregation.ts";
import { updatePath } from "./run-folder.ts";

/**
 * Keeps the updates that the open round has, and the pieces that came since it was opened: those
 * uploads go on where they stopped. A file that cannot be removed does no harm.
 *
 * @param folder of the updates
 */
export async function sweepUpdates(folder: string, events: readonly LogEvent[]): Promise<void> {
  const names = await readdir(folder).catch(() => []); // it is not there
  if (names.length === 0) return;
  const wanted = wantedUpdates(folder, events);
  const sinceMs = lastTurnMs(events);
  const files = names.map((name) => join(folder, name)).filter((file) => !wanted.has(file));
  const isUnread = await Promise.all(
    files.map(async (file) => !file.endsWith(".part") || (await changedMs(file)) < sinceMs),
  );
  await forgetUpdates(files.filter((_, at) => isUnread[at]));
}

function wantedUpdates(folder: string, events: readonly LogEvent[]): Set<string> {
  return new Set(keptUpdates(events).map((event) => updatePath(folder, event)));
}

/** The lines of the updates that the open round has. */
export function keptUpdates(
  events: readonly LogEvent[],
): Extract<LogEvent, { type: "update-accepted" }>[] {
  const { accepted } = savedRound(events);
  const ids = new Set(accepted.map(({ client, updateId }) => `${client}/${updateId}`));
  return events
    .filter((event) => event.type === "update-accepted")
    .filter(({ client, updateId }) => ids.has(`${client}/${updateId}`));
}

/** When the last round was opened or closed: pieces from before are of no use. */
function lastTurnMs(events: readonly LogEvent[]): number {
  const turn = events.findLast(({ type }) => type === "round-opened" || type === "round-closed");
  return turn?.atMs ?? Infinity;
}

async function changedMs(file: string): Promise<number> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => Infinity, // it is gone
  );
}
