// Which volunteers need the host's help, and why.

import type { RosterEntry } from "@spikefed/protocol";
import { plightOf } from "./roster-words.ts";

export type Help = "asleep" | "away" | "error" | "slow";

/**
 * Why each of them needs help; who is not in it does not.
 *
 * @param limit from `slowBelow`
 */
export function helpOf(
  roster: readonly RosterEntry[],
  limit: number | null,
): ReadonlyMap<number, Help> {
  const found = new Map<number, Help>();
  for (const entry of roster) {
    const help = helpFor(entry, limit);
    if (help !== null) found.set(entry.client, help);
  }
  return found;
}

/** @param limit pictures a second below which a device is slow; null: none is called so */
function helpFor(entry: RosterEntry, limit: number | null): Help | null {
  const plight = plightOf(entry);
  if (plight === "left") return null;
  if (plight === "away" || plight === "asleep" || plight === "error") return plight;
  const { imagesPerSecond: speed } = entry;
  return speed !== null && limit !== null && speed < limit ? "slow" : null;
}
