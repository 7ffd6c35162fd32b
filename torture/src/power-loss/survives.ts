// Recovery on what a power cut left: does it keep every promise that was made before the cut?

import type { LogEvent } from "@spikefed/protocol";
import { currentRun, openSavedRun, settleUpdates } from "@spikefed/run-store";

export interface Promised {
  /** Events of the run log that somebody was told. */
  told: number;
  /** Ids of updates whose owner was told that they count. */
  acknowledged: readonly string[];
}

/**
 * @param truth the whole run log, as JSON, one text an event
 * @returns what was broken, as sentences
 */
export async function brokenPromises(
  dataDir: string,
  { told, acknowledged }: Promised,
  truth: readonly string[],
): Promise<string[]> {
  const hasPromised = told > 0 || acknowledged.length > 0;
  const folder = await currentRun(dataDir);
  if (folder === null) return hasPromised ? ["no run is left"] : [];
  const { log, canGoOn } = await openSavedRun(folder, quiet);
  try {
    const saved = [...log.events];
    if (!canGoOn) return hasPromised ? ["the run cannot go on"] : [];
    await settleUpdates(folder, log);
    return [...compare(saved, told, truth), ...lostOnes(log.events, acknowledged)];
  } finally {
    await log.close();
  }
}

const quiet = { now: () => 0, onDurable: () => undefined, onFailure: () => undefined };

/** Of one piece with the run that was, and not older than what was told. */
function compare(saved: readonly LogEvent[], told: number, truth: readonly string[]): string[] {
  const mixed = saved.findIndex((event, at) => JSON.stringify(event) !== truth[at]);
  const found = mixed === -1 ? [] : [`line ${mixed + 1} is not of the run that was`];
  if (saved.length >= told) return found;
  return [...found, `${told} events were told, ${saved.length} are left`];
}

function lostOnes(events: readonly LogEvent[], acknowledged: readonly string[]): string[] {
  const kept = new Set<string>();
  for (const event of events) {
    if (event.type === "update-accepted") kept.add(event.updateId);
    if (event.type === "update-lost") kept.delete(event.updateId);
  }
  return acknowledged.filter((id) => !kept.has(id)).map((id) => `update ${id} is lost`);
}
